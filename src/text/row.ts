import { cleanText } from '../events/clean.ts';
import { fitted, textWidth } from './width.ts';

const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, blue: 34, cyan: 36 } as const;
export type Style = keyof typeof codes;

/** A piece of a line, in one style. */
export type Span = readonly [text: string, style?: Style | undefined];
export type Row = readonly Span[];

/** Renders a row in at most `columns` columns. Its texts must be clean, so that colours are its only commands. */
export const rowText = (row: Row, columns: number, colour: boolean): string => {
  let left = columns;
  let line = '';
  for (const [text, style] of row) {
    const cut = fitted(text, left);
    const isWhole = textWidth(text) <= left;
    left -= textWidth(cut);
    line += colour && style !== undefined && cut !== '' ? `\u001b[${codes[style]}m${cut}\u001b[0m` : cut;
    if (!isWhole) break;
  }
  return line;
};

const ownColours = new RegExp(`(\\u001b\\[(?:0|${Object.values(codes).join('|')})m)`);

/** Cleans text but keeps the colours that `rowText` adds. */
export const cleanStyled = (line: string): string =>
  line
    .split(ownColours)
    .map((part, index) => (index % 2 === 1 ? part : cleanText(part)))
    .join('');
