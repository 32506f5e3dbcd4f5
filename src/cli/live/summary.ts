import type { Progress } from '../../events/projections/progress.ts';
import { viewOf } from '../../events/projections/progress-view.ts';
import { commandName } from '../../lab/command-name.ts';
import { plain } from '../../text/clean.ts';
import { dollarsText, durationText, numberText } from '../../text/quantities.ts';
import { type Row, rowText } from '../../text/row.ts';
import { padded, textWidth } from '../../text/width.ts';

/** Where people find what a run made. */
export type Places = { readonly folder: string; readonly papers: Readonly<Record<string, string>> };

const styles = { reviewed: 'green', failed: 'red' } as const;

/** What people copy is never cut. */
const isPath = (row: Row): boolean => row.some(([text]) => text.includes('/'));

/** What a run came to: every idea, its paper, and what to look at next. */
export const summaryLines = (
  progress: Progress,
  places: Places | undefined,
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
  }
  const command = (name: string, meaning: string, about = archive.run): Row => [
    [`  ${commandName} ${`${name} ${about}`.padEnd(archive.run.length + 9)}`],
    [`  ${meaning}`, 'dim'],
  ];
  rows.push(
    [],
    ...(places === undefined ? [] : [[[`everything is in ${places.folder}`]] as Row, [] as Row]),
    command('show', 'what happened, idea by idea'),
    command('archive', 'every idea of every run, with its score', ''),
    command('replay', 'step through it, event by event'),
    command('export', 'all of it in one file'),
  );
  return rows.map((row) => rowText(row, isPath(row) ? Number.POSITIVE_INFINITY : columns, colour));
};
