import type { Output } from '../../../actors/output.ts';
import type { Difference } from '../../../actors/replay/differences.ts';
import { contextChanges, type Moment, pathOf, type Step } from '../../../actors/replay/step.ts';
import { cleanLine } from '../../../text/clean.ts';
import { lineDiff } from '../../../text/line-diff.ts';
import { readable } from '../../../text/readable.ts';
import { type Row, rowText, type Span } from '../../../text/row.ts';
import { textWidth } from '../../../text/width.ts';

export type Shown = {
  readonly run: string;
  readonly total: number;
  readonly step: Step;
  /** Every actor after the event. */
  readonly actors: ReadonlyMap<string, Moment>;
  readonly colour: boolean;
};

const twoColumnsFrom = 120;
const maximumDiffLines = 40;

const title = (text: string): Row => [[text, 'bold']];
const none: Row = [['  none', 'dim']];

const actorRows = ({ step, actors }: Shown): { readonly changed: readonly Row[]; readonly others: readonly Span[] } => {
  const changes = new Map(step.changes.map((change) => [change.id, change]));
  const changed: Row[] = [];
  const others: Span[] = [];
  for (const [id, moment] of actors) {
    const change = changes.get(id);
    const path = pathOf(moment);
    if (change === undefined) others.push([`  ${id} ${path}`, 'dim']);
    else {
      const before = change.before === undefined ? 'new' : pathOf(change.before);
      changed.push([['* ', 'yellow'], [`${id}  `, 'cyan'], ...pathSpans(before, path)]);
    }
  }
  return { changed, others };
};

/** Several actors per line. */
const flowing = (spans: readonly Span[], columns: number): readonly Row[] => {
  const rows: Span[][] = [];
  let left = 0;
  for (const span of spans) {
    const width = textWidth(span[0]);
    if (width > left || rows.length === 0) {
      rows.push([]);
      left = columns;
    }
    rows.at(-1)?.push(span);
    left -= width;
  }
  return rows;
};

const pathSpans = (before: string, after: string): Row =>
  before === after
    ? [[after]]
    : [
        [`${before} → `, 'dim'],
        [after, 'green'],
      ];

const outputRow = (output: Output): Row => {
  const what = output.kind === 'emit' ? output.type : `${output.task} task, ${output.key}`;
  return [
    [`  ${output.id}  `, 'cyan'],
    [what],
    [output.kind === 'emit' && output.scope !== '' ? `  in ${output.scope}` : '', 'dim'],
  ];
};

const lines = (value: unknown): readonly string[] => (value === undefined ? [] : readable(value));

const styles = { '-': 'red', '+': 'green', '@': 'dim' } as const;

const single = (value: unknown): string | undefined => {
  const [first, second] = lines(value);
  return second === undefined ? (first ?? '') : undefined;
};

/** A short change on one line, a longer one as a diff below its path. */
const placeRows = ({ path, before, after }: Difference): readonly Row[] => {
  const past = single(before);
  const present = single(after);
  if (past === undefined || present === undefined) return [[[`   ${path}`]], ...diffRows(before, after)];
  return [[[`   ${path}  `], [cleanLine(past), 'red'], [past === '' ? '' : ' → '], [cleanLine(present), 'green']]];
};

const diffRows = (before: unknown, after: unknown): readonly Row[] => {
  const all = lineDiff(lines(before), lines(after)).filter((line) => !line.startsWith('@@'));
  const shown = all
    .slice(0, maximumDiffLines)
    .map((line): Row => [[`    ${cleanLine(line)}`, styles[line[0] as keyof typeof styles]]]);
  return all.length > shown.length ? [...shown, [[`    … ${all.length - shown.length} more lines`, 'dim']]] : shown;
};

const changeRows = ({ step }: Shown): readonly Row[] =>
  step.changes.flatMap((change) => {
    const found = contextChanges(change);
    if (found.length === 0) return [];
    const head: Row = [[`  ${change.id}`, 'cyan']];
    return [head, ...found.flatMap(placeRows)];
  });

const dataRows = ({ step }: Shown): readonly Row[] =>
  readable(step.event.data).map((line): Row => [[`  ${cleanLine(line)}`]]);

const orNone = (rows: readonly Row[]): readonly Row[] => (rows.length === 0 ? [none] : rows);

const beside = (left: readonly Row[], right: readonly Row[], columns: number, colour: boolean): readonly string[] => {
  const width = Math.floor(columns * 0.42);
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const row = left[index] ?? [];
    const gap = ' '.repeat(width - textWidth(rowText(row, width, false)));
    return `${rowText(row, width, colour)}${gap} │ ${rowText(right[index] ?? [], columns - width - 3, colour)}`;
  });
};

/** What an event did: actors and their states, changes to what they remember, their outputs, and the event's data. */
export const overviewLines = (shown: Shown, columns: number): readonly string[] => {
  const { changed, others } = actorRows(shown);
  const outputs = [[], title('OUTPUTS ASKED FOR'), ...orNone(shown.step.outputs.map(outputRow))];
  const changes = [title('CHANGED CONTEXT'), ...orNone(changeRows(shown))];
  const data = [[], title('DATA OF THE EVENT'), ...dataRows(shown)];
  if (columns >= twoColumnsFrom) {
    const left = [title('ACTORS'), ...changed, ...others.map((span) => [span]), ...outputs];
    return beside(left, [...changes, ...data], columns, shown.colour);
  }
  const all = [title('ACTORS'), ...changed, ...flowing(others, columns), ...outputs, [], ...changes, ...data];
  return all.map((row) => rowText(row, columns, shown.colour));
};
