import { structuredPatch } from 'diff';

const contextLines = 3;
/** Above this many changed lines no comparison is made, because its cost is quadratic. */
const maximumChanges = 2000;

const range = (start: number, length: number): string => `${length === 0 ? start - 1 : start},${length}`;

const hunk = (oldStart: number, oldLines: number, newStart: number, newLines: number, lines: readonly string[]) => [
  `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
  ...lines,
];

const equalAtStart = (one: readonly string[], other: readonly string[]): number => {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
};

/** Treats everything between the common beginning and the common end as changed. */
const replaced = (before: readonly string[], after: readonly string[]): readonly string[] => {
  const start = equalAtStart(before, after);
  const [old, fresh] = [before.slice(start), after.slice(start)];
  const end = equalAtStart(old.toReversed(), fresh.toReversed());
  const above = before.slice(Math.max(0, start - contextLines), start);
  const below = old.slice(old.length - end, old.length - end + contextLines);
  const [removed, added] = [old.slice(0, old.length - end), fresh.slice(0, fresh.length - end)];
  const around = above.length + below.length;
  const first = start - above.length + 1;
  const marked = (mark: string, lines: readonly string[]) => lines.map((line) => `${mark}${line}`);
  return hunk(first, removed.length + around, first, added.length + around, [
    ...marked(' ', above),
    ...marked('-', removed),
    ...marked('+', added),
    ...marked(' ', below),
  ]);
};

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** Returns hunks of a unified diff with three lines of context; none for equal texts. */
export const lineDiff = (before: readonly string[], after: readonly string[]): readonly string[] => {
  const options = { context: contextLines, maxEditLength: maximumChanges };
  const patch = structuredPatch('', '', text(before), text(after), '', '', options);
  if (patch === undefined) return replaced(before, after);
  return patch.hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) =>
    hunk(oldStart, oldLines, newStart, newLines, lines),
  );
};
