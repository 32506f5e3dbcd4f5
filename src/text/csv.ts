import { cleanLine } from './clean.ts';

export type Cell = string | number | null;

const field = (value: Cell): string => {
  const text = value === null ? '' : cleanLine(String(value));
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** RFC 4180, with the columns' names in the first row; null is an empty field. */
export const csvText = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
