import { createRequire } from 'node:module';
import type stringWidth from 'string-width';
import type wrapAnsi from 'wrap-ansi';
import { cleanText } from '../events/clean.ts';
import { cleanLine } from './clean.ts';

const require = createRequire(import.meta.url);

/**
 * The width tables take longer to load than most commands take to run, so they are loaded only for text that needs
 * them.
 */
const measure: typeof stringWidth = (text) => require('string-width').default(text);
const wrap: typeof wrapAnsi = (text, columns, options) => require('wrap-ansi').default(text, columns, options);

/** Characters one column wide: ASCII, and the symbols in our own lines. */
const narrow = /^[ -~…·≥±→←↑↓│─█░✓▸›▏–—]*$/;

/** Columns that a line occupies in a terminal. */
export const textWidth = (text: string): number => {
  const line = cleanLine(text);
  return narrow.test(line) ? line.length : measure(line);
};

const graphemes = new Intl.Segmenter();

/** Truncates to a number of columns; an ellipsis marks the cut. */
export const fitted = (text: string, columns: number): string => {
  const line = cleanLine(text);
  if (textWidth(line) <= columns) return line;
  if (columns < 1) return '';
  if (narrow.test(line)) return `${line.slice(0, columns - 1)}…`;
  let kept = '';
  let used = 0;
  for (const { segment } of graphemes.segment(line)) {
    used += textWidth(segment);
    if (used > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
};

/** Pads or truncates to exactly this many columns. */
export const padded = (text: string, columns: number, side: 'left' | 'right' = 'left'): string => {
  const line = fitted(text, columns);
  const space = ' '.repeat(Math.max(0, columns - textWidth(line)));
  return side === 'left' ? `${line}${space}` : `${space}${line}`;
};

/** Splits a line into pieces of at most this many columns, at spaces if possible. */
export const folded = (text: string, columns: number): readonly string[] => {
  const line = cleanLine(text);
  return textWidth(line) <= columns ? [line] : wrap(line, columns, { hard: true, trim: false }).split('\n');
};

/** Continuation lines align with the text of a list item (`- ` or `1. `). */
const brokenAtWords = (line: string, columns: number): readonly string[] => {
  if (textWidth(line) <= columns) return [line];
  const [, lead = '', text = ''] = /^( *(?:(?:-|\d+\.) )?)(.*)$/s.exec(line) ?? [];
  const [first = '', ...rest] = wrap(text, Math.max(1, columns - lead.length)).split('\n');
  return [lead + first, ...rest.map((one) => ' '.repeat(lead.length) + one)];
};

const narrowest = 20;

/** Wraps text at words, with a left margin; a word wider than a line stays whole, so that it can be copied. */
export const wrapped = (text: string, margin: number, columns: number): string =>
  cleanText(text)
    .split('\n')
    .flatMap((line) => brokenAtWords(line.replaceAll('\t', '  '), Math.max(columns - margin, narrowest)))
    .map((line) => `${' '.repeat(margin)}${line}`.trimEnd())
    .join('\n');
