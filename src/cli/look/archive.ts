import { commandName } from '../../lab/command-name.ts';
import { type ListedIdea, listIdeas, readArchive } from '../../lab/look/archive.ts';
import { type Column, table } from '../../text/table.ts';
import type { DefineCommand } from '../command.ts';
import { outputColumns, print, printJson, tell } from '../output.ts';
import { ideaColumns } from './idea-columns.ts';
import { ideaText } from './idea-text.ts';

type Listed = Awaited<ReturnType<typeof listIdeas>>;
type Options = { run?: string; template?: string; json?: boolean };

const columns: readonly Column<ListedIdea>[] = [
  { title: 'RUN', text: ({ run }) => run },
  ...ideaColumns.map((column) => ({ ...column, text: ({ line }: ListedIdea) => column.text(line) })),
];

const tellDamaged = (damaged: Listed['damaged']): void => {
  for (const { run, reason } of damaged) tell(`${run} is left out: ${reason}`);
};

const printList = ({ ideas, damaged }: Listed): void => {
  tellDamaged(damaged);
  if (ideas.length > 0) print(table(ideas, columns, outputColumns()));
  else
    print(damaged.length > 0 ? 'No idea can be read.' : `The archive is empty: start with \`${commandName} start\`.`);
};

export const define: DefineCommand = (command, services) =>
  command
    .argument('[idea]', "an idea's name, or a prefix of it")
    .option('--run <run>', 'only ideas of this run')
    .option('--template <name>', 'only ideas of runs on this template')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
With a name, it shows drafts, parent ideas, novelty evidence (queries and the titles found), planned experiments,
experiments with their results, notes, paper versions and reviews. An idea of several runs is shown once per run.

Examples:
  ai-scientist archive
  ai-scientist archive --template grokking --json
  ai-scientist archive --run latest
  ai-scientist archive <idea>`,
    )
    .action(async (idea: string | undefined, { run: only, template, json }: Options) => {
      const wish = { run: only, template };
      if (idea === undefined && !json) return printList(await listIdeas(services, wish));
      const { ideas, damaged } = await readArchive(services, wish, idea);
      tellDamaged(damaged);
      if (json) return printJson(ideas.map(({ run, template, entry }) => ({ run, template, ...entry })));
      print(ideas.map(({ run, entry }) => ideaText(run, entry)).join(`\n${'-'.repeat(60)}\n\n`));
    });
