import { plain } from './clean.ts';
import { padded, textWidth } from './width.ts';

export type Column<Row> = {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly right?: boolean;
  /** Truncated to the remaining width of the terminal; at most one column has this. */
  readonly flexible?: boolean;
};

const gap = '  ';
const narrowest = 20;

/** Renders rows under titles within a width; without one, as for a file, nothing is truncated. */
export const table = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width = Number.POSITIVE_INFINITY,
): string => {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => columns.map((column) => column.text(row)))];
  const cells = lines.map((line) => line.map(plain));
  const natural = columns.map((_, index) => Math.max(...cells.map((line) => textWidth(line[index] ?? ''))));
  const total = natural.reduce((sum, one) => sum + one, 0) + gap.length * (columns.length - 1);
  const excess = Math.max(0, total - width);
  const widths = natural.map((one, index) =>
    columns[index]?.flexible ? Math.min(one, Math.max(narrowest, one - excess)) : one,
  );
  const aligned = (line: readonly string[]): string =>
    line
      .map((text, index) => padded(text, widths[index] ?? 0, columns[index]?.right ? 'right' : 'left'))
      .join(gap)
      .trimEnd();
  return `${cells.map(aligned).join('\n')}\n`;
};
