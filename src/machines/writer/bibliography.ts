import type { PaperRecord } from '../../events/vocabulary/idea.ts';
import { escapeLatex } from './escape.ts';

export type Reference = { readonly key: string; readonly paper: PaperRecord };

const ascii = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/ß/g, 'ss')
    .replace(/[øØ]/g, 'o')
    .replace(/[łŁ]/g, 'l')
    .toLowerCase()
    .replace(/[^a-z0-9 ]/g, '');

const common = new Set(
  'the and for with from into onto over under via towards toward using based about what when does this that are our its'.split(
    ' ',
  ),
);

const lastName = (author: string): string => {
  const name = author.includes(',') ? (author.split(',')[0] ?? '') : (author.trim().split(/\s+/).at(-1) ?? '');
  return ascii(name).replaceAll(' ', '').slice(0, 24);
};

const sameTitle = (one: string, other: string): boolean =>
  ascii(one).replaceAll(' ', '') === ascii(other).replaceAll(' ', '') && ascii(one) !== '';

/** Author, year and the first telling word of the title; a letter is added when that key is taken. */
const newKey = (paper: PaperRecord, taken: readonly string[]): string => {
  const word =
    ascii(paper.title)
      .split(' ')
      .find((one) => one.length > 2 && !common.has(one)) ?? '';
  const base = `${lastName(paper.authors[0] ?? '') || 'anonymous'}${paper.year ?? ''}${word.slice(0, 20)}`;
  const candidates = [base, ...Array.from({ length: taken.length + 1 }, (_, index) => `${base}-${index + 2}`)];
  return candidates.find((candidate) => !taken.includes(candidate)) ?? base;
};

/** One key for one paper: the same id or the same title has the key that it had before. */
export const referenceFor = (paper: PaperRecord, had: readonly Reference[], taken: readonly string[] = []): Reference =>
  had.find((one) => one.paper.id === paper.id || sameTitle(one.paper.title, paper.title)) ?? {
    key: newKey(paper, [...taken, ...had.map((one) => one.key)]),
    paper,
  };

/** BibTeX counts braces even when they are escaped, and titles of libraries are no LaTeX of ours. */
const field = (text: string): string => escapeLatex(text.replace(/[{}$]/g, '').replaceAll('\\', ''));

const plainUrl = /^https?:\/\/[\w.~/:?=@+,;()-]+$/;

const entry = ({ key, paper }: Reference): string => {
  const fields: readonly (readonly [string, string])[] = [
    ['title', `{${field(paper.title)}}`],
    [
      'author',
      paper.authors
        .map(field)
        .filter((author) => author.trim() !== '')
        .join(' and '),
    ],
    ['journal', field(paper.venue ?? '')],
    ['year', paper.year === null ? '' : String(paper.year)],
    ['url', plainUrl.test(paper.url ?? '') ? (paper.url ?? '') : ''],
  ];
  const lines = fields.filter(([, value]) => value !== '').map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@${paper.venue ? 'article' : 'misc'}{${key},\n${lines.join('')}}\n`;
};

/** references.bib, sorted by key; a field that the library did not give is left out. */
export const bibliography = (references: readonly Reference[]): string =>
  [...references]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(entry)
    .join('\n');
