import { cleanText, invisible } from '../events/clean.ts';

/** Cleans untrusted text and puts it on one line: a line break becomes a space, a tab two; other spaces stay. */
export const cleanLine = (text: string): string => cleanText(text).replaceAll('\t', '  ').replaceAll('\n', ' ');

/** Like `cleanLine`, but collapses whitespace. */
export const plain = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').trim();

const escapedUnits = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`,
  ).join('');

/** Like `JSON.stringify`, but escapes everything that a terminal would execute or hide. */
export const jsonText = (value: unknown, indentation?: number): string =>
  (JSON.stringify(value, null, indentation) ?? 'null')
    .replace(/[\u007f-\u009f\u2028\u2029]/g, escapedUnits)
    .replace(invisible, escapedUnits);
