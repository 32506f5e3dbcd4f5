import type { PaperRecord } from '../events/vocabulary/idea.ts';
import { identifiersOf, isSamePaper, isSameTitle } from '../events/vocabulary/paper-identity.ts';
import { escapeLatex } from './escape.ts';

export type Reference = { readonly key: string; readonly paper: PaperRecord };

/** An entry of the template's own bibliography. */
export type BroughtEntry = { readonly key: string; readonly title: string };

const latin: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

/** Transliterates to a-z, 0-9 and spaces; characters without such a form are dropped. */
const ascii = (text: string): string =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[ßøłđðıæœþ]/g, (letter) => latin[letter] ?? '')
    .replace(/\s+/g, ' ')
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

/** b, c, …, z, ba, bb, …: the suffix for a key that is taken. */
const suffix = (number: number): string => {
  const last = String.fromCharCode(97 + (number % 26));
  return number < 26 ? last : `${suffix(Math.floor(number / 26))}${last}`;
};

/** Author, year and the first significant word of the title. BibTeX ignores case when it compares keys. */
const newKey = (paper: PaperRecord, taken: readonly string[]): string => {
  const word =
    ascii(paper.title)
      .split(' ')
      .find((one) => one.length > 2 && !common.has(one)) ?? '';
  const base = `${lastName(paper.authors[0] ?? '') || 'anonymous'}${paper.year ?? ''}${word.slice(0, 20)}`;
  const used = new Set(taken.map((key) => key.toLowerCase()));
  const candidates = [base, ...Array.from({ length: used.size }, (_, index) => `${base}${suffix(index + 1)}`)];
  return candidates.find((candidate) => !used.has(candidate)) ?? base;
};

/** Gives one paper one key: papers known from another library keep their key. */
export const referenceFor = (
  paper: PaperRecord,
  had: readonly Reference[],
  brought: readonly BroughtEntry[] = [],
): Reference => {
  const present = had.find((one) => isSamePaper(one.paper, paper));
  if (present !== undefined) return present;
  const key = brought.find(({ title }) => isSameTitle(title, paper.title))?.key;
  return {
    key:
      key ??
      newKey(
        paper,
        [...brought, ...had].map((one) => one.key),
      ),
    paper,
  };
};

/** BibTeX counts braces even if they are escaped, and libraries' titles are not our LaTeX. */
const field = (text: string): string => escapeLatex(text.replace(/[{}$]/g, '').replaceAll('\\', '')).trim();

/** Further authors become `others`, which styles print as et al. */
const maximumAuthors = 40;

/**
 * BibTeX counts bytes: it would abbreviate a name, or shorten it to three letters, within a letter of several bytes,
 * unless that letter is in such braces.
 */
const wholeLetters = (name: string): string =>
  name.replace(/(?<![^ ~.'-])(?:[^\x20-\x7e]\p{M}{0,8}){1,3}/gu, (beginning) =>
    beginning.replace(/[^\x20-\x7e]\p{M}{0,8}/gu, '{\\relax $&}'),
  );

/** Adds braces where BibTeX would split a name wrongly: too many commas, or a word with a special meaning. */
const authorName = (author: string): string => {
  const name = wholeLetters(field(author)).replace(/\s+/g, ' ');
  if (!/\p{L}/u.test(author)) return '';
  const isPlain = /^[^,[]+(?:,[^,[]+){0,2}$/.test(name) && !/(?:^| )(?:and|others)(?: |$)/i.test(name);
  return isPlain ? name : `{${name}}`;
};

const authorField = (authors: readonly string[]): string => {
  const names = authors.map(authorName).filter((name) => name !== '');
  return [...names.slice(0, maximumAuthors), ...(names.length > maximumAuthors ? ['others'] : [])].join(' and ');
};

const plainUrl = /^https?:\/\/[\w.~/:?=@+,;()-]+$/;
/** Identifiers that every style can print. */
const plainIdentifier = /^[a-z0-9./:;()-]+$/;

const identifier = (paper: PaperRecord, scheme: 'doi:' | 'arxiv:'): string => {
  const found =
    identifiersOf(paper)
      .find((one) => one.startsWith(scheme))
      ?.slice(scheme.length) ?? '';
  return plainIdentifier.test(found) ? found : '';
};

const preprintServer = /\b(?:arxiv|corr|[a-z]*rxiv|ssrn|preprints?|openreview)\b/i;
const meeting =
  /\b(?:conference|proceedings|symposium|workshops?|meeting|advances in neural information|neurips|nips|icml|iclr|aaai|ijcai|cvpr|iccv|eccv|acl|emnlp|naacl|aistats|uai|colt)\b/i;

/** Derives the type of an entry from its venue; without one the type is unknown. */
const kindOf = (venue: string): { readonly type: string; readonly venueField: string } => {
  if (venue === '' || preprintServer.test(venue)) return { type: 'misc', venueField: 'howpublished' };
  return meeting.test(venue)
    ? { type: 'inproceedings', venueField: 'booktitle' }
    : { type: 'article', venueField: 'journal' };
};

/** Styles sort and cite by this if the author is unknown. */
const beginningOf = (title: string): string => field(title.split(/\s+/).slice(0, 3).join(' '));

const entry = ({ key, paper }: Reference): string => {
  const venue = field(paper.venue ?? '');
  const { type, venueField } = kindOf(venue);
  const authors = authorField(paper.authors);
  const eprint = identifier(paper, 'arxiv:');
  const fields: readonly (readonly [string, string])[] = [
    ['title', `{${field(paper.title)}}`],
    ['author', authors],
    ['key', authors === '' ? beginningOf(paper.title) : ''],
    [venueField, venue],
    ['year', paper.year === null ? '' : String(paper.year)],
    ['doi', identifier(paper, 'doi:')],
    ['eprint', eprint],
    ['archiveprefix', eprint && 'arXiv'],
    ['url', plainUrl.test(paper.url ?? '') ? (paper.url ?? '') : ''],
  ];
  const lines = fields.filter(([, value]) => value !== '').map(([name, value]) => `  ${name} = {${value}},\n`);
  return `@${type}{${key},\n${lines.join('')}}\n`;
};

/** Renders references.bib, sorted by key; fields that the library did not provide are omitted. */
export const bibliography = (references: readonly Reference[]): string =>
  [...references]
    .sort((one, other) => (one.key < other.key ? -1 : 1))
    .map(entry)
    .join('\n');
