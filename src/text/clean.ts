import { cleanText, invisible } from '../events/clean.ts';

/** Text of anybody on one line, as `cleanText` has it: a line break is a space, a tab two; other spaces stay. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll('\t', '  ').replaceAll('\n', ' ');

/** The same on one line, each run of spaces as one. */
export const plain = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').trim();

const escapedUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** JSON that says the same as `JSON.stringify` and holds nothing that a terminal would obey or not show. */
export const jsonText = (value: unknown, indentation?: number): string =>
  (JSON.stringify(value, null, indentation) ?? 'null')
    .replace(/[\u007f-\u009f\u2028\u2029]/g, escapedUnits)
    .replace(invisible, escapedUnits);
