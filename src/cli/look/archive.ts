import { commandName } from '../../lab/command-name.ts';
import { type ArchivedEntry, readArchive } from '../../lab/look/archive.ts';
import { type Column, table } from '../../text/table.ts';
import type { DefineCommand } from '../command.ts';
import { outputColumns, print, printJson, tell } from '../output.ts';
import { ideaColumns } from './idea-columns.ts';
import { ideaText } from './idea-text.ts';

type Options = { run?: string; template?: string; json?: boolean };

const columns: readonly Column<ArchivedEntry>[] = [
  { title: 'RUN', text: ({ run }) => run },
  ...ideaColumns.map((column) => ({ ...column, text: ({ entry }: ArchivedEntry) => column.text(entry) })),
];

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
      const { ideas: rows, damaged } = await readArchive(services, { run: only, template, idea });
      for (const { run, reason } of damaged) tell(`${run} is left out: ${reason}`);
      if (json) return printJson(rows.map(({ run, template, entry }) => ({ run, template, ...entry })));
      if (rows.length === 0 && damaged.length > 0) return print('No idea can be read.');
      if (rows.length === 0) return print(`The archive is empty: start with \`${commandName} start\`.`);
      if (idea === undefined) return print(table(rows, columns, outputColumns()));
      print(rows.map(({ run, entry }) => ideaText(run, entry)).join(`\n${'-'.repeat(60)}\n\n`));
    });
