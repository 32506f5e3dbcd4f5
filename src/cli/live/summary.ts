import { rootScope } from '../../events/id.ts';
import type { Fault } from '../../events/projections/fault.ts';
import type { Progress } from '../../events/projections/progress.ts';
import { viewOf } from '../../events/projections/progress-view.ts';
import { commandName } from '../../lab/command-name.ts';
import { plain } from '../../text/clean.ts';
import { faultLines } from '../../text/fault.ts';
import { dollarsText, durationText, numberText } from '../../text/quantities.ts';
import { type Row, rowText } from '../../text/row.ts';
import { padded, textWidth } from '../../text/width.ts';

/** Where a run's results are. */
export type Places = { readonly folder: string; readonly papers: Readonly<Record<string, string>> };

const styles = { reviewed: 'green', failed: 'red' } as const;

/** Paths are never cut, because people copy them. */
const isPath = (row: Row): boolean => row.some(([text]) => text.includes('/'));

const causeRows = (faults: readonly Fault[], about: string, run: string): readonly Row[] =>
  faults
    .filter(({ scope }) => scope === about)
    .flatMap((fault) => faultLines(fault, run, commandName).map((line): Row => [[`     ${line}`, 'dim']]));

/** A run's outcome: every idea with its paper, and commands to try next. */
export const summaryLines = (
  progress: Progress,
  places: Places | undefined,
  faults: readonly Fault[],
  colour: boolean,
  columns = Number.POSITIVE_INFINITY,
): string[] => {
  const { archive, outcome, reason } = progress;
  const { cost, elapsedMs } = viewOf(progress);
  const ideas = archive.ideas.filter(({ origin }) => origin === 'run');
  const width = Math.max(0, ...ideas.map(({ name }) => textWidth(name)));
  const rows: Row[] = [
    [],
    [
      [`${outcome ?? progress.status}`, outcome === 'completed' ? 'green' : 'yellow'],
      [`: ${plain(reason)} in ${durationText(elapsedMs)}, ${dollarsText(cost)}`],
    ],
    ...causeRows(faults, rootScope, archive.run),
    [],
  ];
  for (const { number, name, title, outcome: end, state, score, reason: why, scope } of ideas) {
    const ended = end ?? state;
    const paper = places?.papers[scope];
    rows.push([
      [`${String(number).padStart(3)}  ${padded(name || 'no idea', width)}  `, 'bold'],
      [
        ended.replaceAll('-', ' '),
        ended === 'reviewed' ? styles.reviewed : ended === 'failed' ? styles.failed : 'yellow',
      ],
      [score === null ? '' : `, score ${numberText(score)} of 10`],
    ]);
    if (title !== '') rows.push([[`     ${plain(title)}`]]);
    rows.push([[`     ${paper ?? plain(why)}`, paper === undefined ? 'dim' : 'cyan']]);
    rows.push(...causeRows(faults, scope, archive.run));
  }
  const command = (name: string, meaning: string, about = archive.run): Row => [
    [`  ${commandName} ${`${name} ${about}`.padEnd(archive.run.length + 9)}`],
    [`  ${meaning}`, 'dim'],
  ];
  rows.push(
    [],
    ...(places === undefined ? [] : [[[`results are in ${places.folder}`]] as Row, [] as Row]),
    command('show', 'show the run, idea by idea'),
    command('archive', 'list every idea of every run, with its score', ''),
    command('replay', 'step through the run, event by event'),
    command('export', 'write the run to one file'),
  );
  return rows.map((row) => rowText(row, isPath(row) ? Number.POSITIVE_INFINITY : columns, colour));
};
