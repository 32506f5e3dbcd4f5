import { lineFinder } from '../scan.ts';
import { unknownCharacters } from '../unicode.ts';
import { eachSection } from './complaint.ts';

/** Rejects characters that the compiler does not support; common ones were replaced when the answer was read. */
export const checkCharacters = eachSection((text) =>
  unknownCharacters(text).map((character) => ({
    line: lineFinder(text)(text.indexOf(character)),
    blocking: true,
    text: `the character "${character}" (U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}) cannot be typeset: use a LaTeX command`,
  })),
);
