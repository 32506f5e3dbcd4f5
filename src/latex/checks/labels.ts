import { code, labels, lineFinder, references } from '../scan.ts';
import { type Check, sectionsOf } from './complaint.ts';

const float = /\\begin\{(figure|table)(\*?)\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\2\}/g;

/** Requires a label for every reference, and a reference to every labelled figure and table. */
export const checkLabels: Check = (manuscript) => {
  const texts = sectionsOf(manuscript);
  const defined = new Set([
    ...manuscript.labels,
    ...texts.flatMap(([, text]) => labels(text).map((use) => use.argument)),
  ]);
  const referred = new Set(texts.flatMap(([, text]) => references(text).map((use) => use.argument)));
  const dangling = texts.flatMap(([section, text]) =>
    references(text)
      .filter((use) => !defined.has(use.argument))
      .map((use) => ({
        section,
        line: use.line,
        blocking: true,
        text: `\\ref{${use.argument}} has no \\label: it would be printed as "??"`,
      })),
  );
  const orphans = texts.flatMap(([section, text]) => {
    const lineAt = lineFinder(text);
    return [...code(text).matchAll(float)].flatMap((match) => {
      const own = labels(match[0]).map((use) => use.argument);
      if (own.length === 0 || own.some((label) => referred.has(label))) return [];
      return [
        {
          section,
          line: lineAt(match.index),
          blocking: false,
          text: `the ${match[1]} labelled ${own[0]} is never referred to: refer to it by \\ref where it is discussed, or remove it`,
        },
      ];
    });
  });
  return [...dangling, ...orphans];
};
