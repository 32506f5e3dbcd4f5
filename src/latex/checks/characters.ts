import { lineFinder } from '../scan.ts';
import { codePointOf, unknownCharacters } from '../unicode.ts';
import { eachSection } from './complaint.ts';

/** Rejects characters that the compiler does not support; common ones were replaced when the answer was read. */
export const checkCharacters = eachSection((text) =>
  unknownCharacters(text).map((character) => ({
    line: lineFinder(text)(text.indexOf(character)),
    blocking: true,
    text: `the character "${character}" (${codePointOf(character)}) cannot be typeset: use a LaTeX command`,
  })),
);
