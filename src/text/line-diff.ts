/** More cells than this are not compared: the lines between the equal beginning and end then count as changed. */
const maximumCells = 4_000_000;
const contextLines = 3;

type Line = { readonly mark: ' ' | '-' | '+'; readonly text: string };

const marked = (mark: Line['mark'], lines: readonly string[]): readonly Line[] => lines.map((text) => ({ mark, text }));

/** Lines of both sides by their longest common subsequence. */
const compare = (before: readonly string[], after: readonly string[]): readonly Line[] => {
  const width = after.length + 1;
  if (before.length * after.length > maximumCells) return [...marked('-', before), ...marked('+', after)];
  const lengths = new Uint32Array((before.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] as number;
  for (let row = before.length - 1; row >= 0; row -= 1)
    for (let column = after.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] =
        before[row] === after[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const lines: Line[] = [];
  let row = 0;
  let column = 0;
  while (row < before.length && column < after.length) {
    if (before[row] === after[column]) {
      lines.push({ mark: ' ', text: before[row] as string });
      row += 1;
      column += 1;
    } else if (at(row + 1, column) >= at(row, column + 1)) lines.push({ mark: '-', text: before[row++] as string });
    else lines.push({ mark: '+', text: after[column++] as string });
  }
  return [...lines, ...marked('-', before.slice(row)), ...marked('+', after.slice(column))];
};

const equalAtStart = (one: readonly string[], other: readonly string[]): number => {
  let count = 0;
  while (count < one.length && count < other.length && one[count] === other[count]) count += 1;
  return count;
};

const linesOf = (before: readonly string[], after: readonly string[]): readonly Line[] => {
  const start = equalAtStart(before, after);
  const restBefore = before.slice(start);
  const restAfter = after.slice(start);
  const end = equalAtStart([...restBefore].reverse(), [...restAfter].reverse());
  return [
    ...marked(' ', before.slice(0, start)),
    ...compare(restBefore.slice(0, restBefore.length - end), restAfter.slice(0, restAfter.length - end)),
    ...marked(' ', before.slice(before.length - end)),
  ];
};

/** Ranges of lines around the changes, those that touch joined. */
const hunksOf = (lines: readonly Line[]): readonly (readonly [number, number])[] => {
  const hunks: [number, number][] = [];
  for (const [index, { mark }] of lines.entries()) {
    if (mark === ' ') continue;
    const last = hunks.at(-1);
    const end = Math.min(lines.length, index + contextLines + 1);
    if (last !== undefined && index - contextLines <= last[1]) last[1] = end;
    else hunks.push([Math.max(0, index - contextLines), end]);
  }
  return hunks;
};

const count = (lines: readonly Line[], other: '-' | '+'): number => lines.filter(({ mark }) => mark !== other).length;

const range = (skipped: number, length: number): string => `${length === 0 ? skipped : skipped + 1},${length}`;

/** Hunks of a unified diff, three lines of context around each change; nothing for equal texts. */
export const lineDiff = (before: readonly string[], after: readonly string[]): readonly string[] => {
  const lines = linesOf(before, after);
  return hunksOf(lines).flatMap(([start, end]) => {
    const shown = lines.slice(start, end);
    const above = lines.slice(0, start);
    const head = `@@ -${range(count(above, '+'), count(shown, '+'))} +${range(count(above, '-'), count(shown, '-'))} @@`;
    return [head, ...shown.map(({ mark, text }) => `${mark}${text}`)];
  });
};
