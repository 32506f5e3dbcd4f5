import { lineFinder } from '../scan.ts';
import { isOfScript } from '../scripts.ts';
import { codePointOf, unknownCharacters } from '../unicode.ts';
import { eachSection } from './complaint.ts';

/** Asks for commands in place of symbols that few fonts have; letters of other scripts are words, which stay. */
export const checkCharacters = eachSection((text) =>
  unknownCharacters(text)
    .filter((character) => !isOfScript(character))
    .map((character) => ({
      line: lineFinder(text)(text.indexOf(character)),
      blocking: false,
      text: `the character "${character}" (${codePointOf(character)}) may be printed as its code: use a LaTeX command`,
    })),
);
