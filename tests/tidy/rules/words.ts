import { type Texts, withoutComments } from '../../../scripts/source-tree.ts';

const vagueFile = /(?:^|[-/])(?:utils?|helpers?|managers?|misc|common|stuff)(?:[-./]|$)/;

export const vagueFiles = (texts: Texts): readonly string[] => [...texts.keys()].filter((path) => vagueFile.test(path));

const declared = /\b(?:const|let|function|class|interface)\s+(\w+)|\btype\s+(\w+)(?:<[^=]*>)?\s*=/g;
const vagueWords = new Set(['util', 'utils', 'helper', 'helpers', 'opts', 'msg', 'misc', 'stuff', 'tmp', 'foo']);

/** `jobManager` -> job, manager. */
const wordsOf = (name: string): readonly string[] => name.split(/(?=[A-Z])|_/).map((word) => word.toLowerCase());

/** Names without meaning. */
export const vagueNames = (texts: Texts): readonly string[] =>
  [...texts].flatMap(([path, text]) =>
    [...withoutComments(text).matchAll(declared)]
      .map(([, value, type]) => value ?? type ?? '')
      .filter((name) => wordsOf(name).some((word) => vagueWords.has(word)))
      .map((name) => `${path}: ${name}`),
  );

const mark = /(?:\/\/|\/?\*)\s*(?:TODO|FIXME|XXX|HACK)\b/;

/** Comments that postpone work. */
export const postponed = (texts: Texts): readonly string[] =>
  [...texts].filter(([, text]) => mark.test(text)).map(([path]) => path);
