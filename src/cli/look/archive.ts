import { Command } from 'commander';
import { CodedError } from '../../events/outcome.ts';
import { type Archive, type ArchiveEntry, archiveOf } from '../../events/projections/archive.ts';
import { commandName } from '../../lab/command-name.ts';
import { findRun, readEvents, runsByAge, type Unreadable, unreadable, withBroker } from '../../lab/open.ts';
import type { Broker } from '../../ports/broker.ts';
import { dollarsText, numberText } from '../../text/quantities.ts';
import { type Column, table } from '../../text/table.ts';
import type { MakeCommand } from '../commands.ts';
import { outputColumns, print, printJson, tell } from '../output.ts';
import { ideaText } from './idea-text.ts';

type Options = { run?: string; template?: string; json?: boolean };
type Row = { readonly run: string; readonly template: string; readonly entry: ArchiveEntry };

type Found = { readonly archives: readonly Archive[]; readonly damaged: readonly Unreadable[] };

/** Of every run that can be read. Throws for one that is asked for by name and cannot. */
const readArchives = async (broker: Broker, { run, template }: Options): Promise<Found> => {
  if (run !== undefined) {
    const archive = archiveOf(await readEvents(broker, await findRun(broker, run)));
    return { archives: template === undefined || archive.template === template ? [archive] : [], damaged: [] };
  }
  const found = await runsByAge(broker);
  const damaged = [...found.unreadable];
  const archives: Archive[] = [];
  for (const { run: name, start } of found.runs) {
    if (template !== undefined && start.data.template.name !== template) continue;
    try {
      archives.push(archiveOf(await readEvents(broker, name)));
    } catch (error) {
      damaged.push(unreadable(name, error));
    }
  }
  return { archives, damaged };
};

const novelty = ({ judgement, novelty: rounds }: ArchiveEntry): string => {
  if (judgement === null) return rounds.length === 0 ? '-' : 'checking';
  const verdict = judgement.novel ? 'novel' : 'not novel';
  return `${judgement.decided ? verdict : 'undecided'} (${rounds.length} searches)`;
};

/** Ideas in the columns that `show` and `archive` have in common. */
export const ideaColumns: readonly Column<ArchiveEntry>[] = [
  { title: '#', text: ({ number }) => String(number), right: true },
  { title: 'IDEA', text: ({ name }) => name || '(no draft yet)' },
  { title: 'OUTCOME', text: ({ outcome, state }) => outcome ?? `${state}…` },
  { title: 'SCORE', text: ({ score }) => numberText(score), right: true },
  { title: 'NOVELTY', text: novelty },
  { title: 'COST', text: ({ cost }) => dollarsText(cost), right: true },
  { title: 'REASON', text: ({ reason }) => reason, flexible: true },
];

const columns: readonly Column<Row>[] = [
  { title: 'RUN', text: ({ run }) => run },
  ...ideaColumns.map((column) => ({ ...column, text: ({ entry }: Row) => column.text(entry) })),
];

const rowsOf = (archives: readonly Archive[]): readonly Row[] =>
  archives.flatMap(({ run, template, ideas }) =>
    ideas.filter(({ origin }) => origin === 'run').map((entry) => ({ run, template, entry })),
  );

const named = (rows: readonly Row[], name: string): readonly Row[] => {
  const found = rows.filter(({ entry }) => entry.name === name);
  if (found.length > 0) return found;
  const near = [...new Set(rows.map(({ entry }) => entry.name))].filter((one) => one.startsWith(name));
  if (near.length === 1) return rows.filter(({ entry }) => entry.name === near[0]);
  const known = [...new Set(rows.map(({ entry }) => entry.name).filter((one) => one !== ''))].slice(0, 12).join(', ');
  throw new CodedError(
    'idea.unknown',
    `no idea "${name}" in the archive: ${known === '' ? 'it is empty' : `there are ${known}`}`,
  );
};

export const archiveCommand: MakeCommand = (services) =>
  new Command('archive')
    .description('All ideas of all runs; with a name, everything about that idea.')
    .argument('[idea]', "an idea's name, or the beginning of it")
    .option('--run <run>', 'of this run only')
    .option('--template <name>', 'of runs on this template only')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
With a name: drafts, what it builds on, novelty evidence (queries and the titles found), planned experiments,
runs with their results, notes, paper versions and reviews. An idea that several runs had is shown for each.

Examples:
  ai-scientist archive
  ai-scientist archive --template grokking --json
  ai-scientist archive --run latest
  ai-scientist archive <idea>`,
    )
    .action((idea: string | undefined, options: Options) =>
      withBroker(services, async (broker) => {
        const { archives, damaged } = await readArchives(broker, options);
        for (const { run, reason } of damaged) tell(`${run} is left out: ${reason}`);
        const all = rowsOf(archives);
        const rows = idea === undefined ? all : named(all, idea);
        if (options.json) return printJson(rows.map(({ run, template, entry }) => ({ run, template, ...entry })));
        if (rows.length === 0 && damaged.length > 0) return print('No idea can be read.');
        if (rows.length === 0) return print(`The archive is empty: begin with \`${commandName} start\`.`);
        if (idea === undefined) return print(table(rows, columns, outputColumns()));
        print(rows.map(({ run, entry }) => ideaText(run, entry)).join(`\n${'-'.repeat(60)}\n\n`));
      }),
    );
