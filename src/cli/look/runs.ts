import { commandName } from '../../lab/command-name.ts';
import { type ListedRun, listRuns } from '../../lab/look/runs.ts';
import { faultText } from '../../text/fault.ts';
import { dollarsText, numberText, sizeText, timeText } from '../../text/quantities.ts';
import { type Column, table } from '../../text/table.ts';
import type { DefineCommand } from '../command.ts';
import { outputColumns, print, printJson } from '../output.ts';

/** The reason of an end is of interest if the run did not go well. */
const reasonOf = ({ state, reason, fault, papers, imported }: ListedRun): string => {
  if (imported !== '') return `imported from ${imported}`;
  if (state === 'finished' && (papers > 0 || fault === null)) return '';
  return fault === null ? reason : `${reason}; ${faultText(fault)}`;
};

const columns: readonly Column<ListedRun>[] = [
  { title: 'RUN', text: ({ run }) => run },
  { title: 'TEMPLATE', text: ({ template }) => template },
  { title: 'STATE', text: ({ state }) => state },
  { title: 'IDEAS', text: ({ ideas }) => String(ideas), right: true },
  { title: 'PAPERS', text: ({ papers }) => String(papers), right: true },
  { title: 'SCORE', text: ({ score }) => numberText(score), right: true },
  { title: 'COST', text: dollarsText, right: true },
  { title: 'SIZE', text: ({ sizeBytes }) => sizeText(sizeBytes), right: true },
  { title: 'FORK OF', text: ({ forkedFrom }) => forkedFrom },
  { title: 'STARTED (UTC)', text: ({ started }) => timeText(started) },
  { title: 'REASON', text: reasonOf, flexible: true },
];

export const define: DefineCommand = (command, services) =>
  command
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
SCORE is the mean overall score of the reviewed papers (1 to 10). SIZE is that of a run's events and of the blobs that
they name; the store keeps a shared blob once and compresses it. No process seems to work on an "interrupted" run:
\`ai-scientist resume <run>\` continues it where it stopped.

Examples:
  ai-scientist runs
  ai-scientist runs --json`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const summaries = await listRuns(services);
      if (json) return printJson(summaries);
      if (summaries.length === 0) return print(`There are no runs yet: start with \`${commandName} start\`.`);
      const isForked = summaries.some(({ forkedFrom }) => forkedFrom !== '');
      const shown = isForked ? columns : columns.filter(({ title }) => title !== 'FORK OF');
      print(table(summaries, shown, outputColumns()));
    });
