import { blank, code, lineFinder, outsideMath } from '../scan.ts';
import { eachSection } from './complaint.ts';

const aligned =
  /\\begin\{(tabular|tabularx|tabulary|longtable|array|aligned|alignedat|split|cases|[pbvBV]?matrix|smallmatrix)(\*?)\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\2\}/g;
const percent = /\d\s?%(?=[^\n]{0,400}[A-Za-z])/g;

/** Detects characters that LaTeX treats as commands but the author meant as text. */
export const checkEscapes = eachSection((text) => {
  const plain = outsideMath(text);
  const lineAt = lineFinder(text);
  const at = (source: string, pattern: RegExp, problem: string) =>
    [...source.matchAll(pattern)]
      .slice(0, 3)
      .map((match) => ({ line: lineAt(match.index), blocking: false, text: problem }));
  const oddDollars = code(text)
    .split(/\n\s*\n/)
    .filter((paragraph) => (paragraph.match(/(?<!\\)\$/g) ?? []).length % 2 === 1)
    .map((paragraph) => ({
      line: lineAt(text.indexOf(paragraph.trim().slice(0, 40))),
      blocking: false,
      text: 'this paragraph has an odd number of $: close the formula, or write \\$',
    }));
  return [
    ...at(text, percent, 'a bare % turns the rest of the line into a comment: write \\%'),
    ...at(outsideMath(blank(code(text), aligned)), /(?<!\\)&/g, 'a bare & outside a table: write \\&'),
    ...(oddDollars.length > 0
      ? []
      : at(plain, /(?<!\\)[_^]/g, 'a bare _ or ^ outside mathematics: write \\_ or use $…$')),
    ...at(plain, /(?<!\\)#/g, 'a bare #: write \\#'),
    ...oddDollars,
  ];
});
