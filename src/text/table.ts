export type Column<Row> = {
  readonly title: string;
  readonly text: (row: Row) => string;
  readonly right?: boolean;
  /** Cut to what is left of the terminal's width; at most one column. */
  readonly flexible?: boolean;
};

const gap = '  ';
const narrowest = 20;

const cut = (text: string, width: number): string =>
  [...text].length > width ? `${[...text].slice(0, width - 1).join('')}…` : text;

/** Rows under titles, as wide as a terminal when there is one; what goes into a file is never cut. */
export const table = <Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  width: number | undefined = process.stdout.columns || undefined,
): string => {
  const cells = rows.map((row) => columns.map((column) => column.text(row).replaceAll(/\s+/g, ' ').trim()));
  const natural = columns.map(({ title }, index) =>
    Math.max(title.length, ...cells.map((line) => [...(line[index] ?? '')].length)),
  );
  const total = natural.reduce((sum, one) => sum + one, 0) + gap.length * (columns.length - 1);
  const excess = width === undefined ? 0 : Math.max(0, total - width);
  const widths = natural.map((one, index) =>
    columns[index]?.flexible ? Math.min(one, Math.max(narrowest, one - excess)) : one,
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, index) => {
        const fitting = cut(text, widths[index] ?? 0);
        const padding = ' '.repeat((widths[index] ?? 0) - [...fitting].length);
        return columns[index]?.right ? padding + fitting : fitting + padding;
      })
      .join(gap)
      .trimEnd();
  return `${[line(columns.map(({ title }) => title)), ...cells.map(line)].join('\n')}\n`;
};

export const numberText = (value: number | null): string =>
  value === null ? '-' : String(Math.round(value * 100) / 100);

/** `$1.20`; `≥` when there were calls whose price nobody knows. */
export const dollarsText = ({ dollars, unpriced }: { dollars: number; unpriced: number }): string =>
  `${unpriced > 0 ? '≥' : ''}$${dollars.toFixed(2)}`;

/** `58 ms`, `12.3 s`, `4 min 5 s`, `2 h 3 min`. */
export const durationText = (milliseconds: number): string => {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

/** `2026-01-02 15:04` in UTC. */
export const timeText = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** Lines after the first begin where the text of a point (`- ` or `1. `) begins. */
const brokenAtWords = (paragraph: string, width: number): readonly string[] => {
  const [, lead = '', text = ''] = /^( *(?:(?:-|\d+\.) )?)(.*)$/s.exec(paragraph) ?? [];
  const lines: string[] = [];
  let current = lead;
  for (const word of text.split(' ')) {
    if (current.length > lead.length && current.length + word.length > width) {
      lines.push(current);
      current = ' '.repeat(lead.length);
    }
    current += `${word} `;
  }
  return [...lines, current];
};

/** Text at a left margin, broken at words. */
export const wrapped = (text: string, margin = 2, width: number = process.stdout.columns || 100): string =>
  text
    .split('\n')
    .flatMap((paragraph) => brokenAtWords(paragraph, Math.max(width - margin, 20)))
    .map((line) => `${' '.repeat(margin)}${line}`.trimEnd())
    .join('\n');
