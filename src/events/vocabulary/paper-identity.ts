/** The fields that identify a paper across libraries. */
type Known = {
  readonly id: string;
  readonly identifiers?: readonly string[] | undefined;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number | null;
};

const arxivDoi = /^doi:10\.48550\/arxiv\./;

/**
 * Normalises to lower case: `doi:10.1000/x`, and `arxiv:2201.02177` without its version. DOIs issued by arXiv become
 * arXiv ids.
 */
export const normalIdentifier = (identifier: string): string => {
  const text = identifier.trim().toLowerCase();
  const doi = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/.exec(text)?.[1];
  if (doi !== undefined) return normalArxiv(`doi:${doi}`.replace(arxivDoi, 'arxiv:'));
  return normalArxiv(text.replace(/^https?:\/\/(?:export\.|www\.)?arxiv\.org\/(?:abs|pdf)\//, 'arxiv:'));
};

const normalArxiv = (text: string): string =>
  text.startsWith('arxiv:') ? text.replace(/(?:\.pdf)?$/, '').replace(/(?<=\d)v\d+$/, '') : text;

/** Returns every identifier in a record. */
export const identifiersOf = ({ id, identifiers = [] }: Pick<Known, 'id' | 'identifiers'>): readonly string[] => [
  ...new Set([id, ...identifiers].map(normalIdentifier).filter((one) => one !== '')),
];

/** Splits into words of letters and digits of any script, without diacritics. */
const wordsOf = (text: string): readonly string[] =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[øö]/g, 'o')
    .replace(/ł/g, 'l')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');

/** True if both titles have the same letters and digits in the same order. */
export const isSameTitle = (one: string, other: string): boolean => {
  const joined = wordsOf(one).join('');
  return joined !== '' && joined === wordsOf(other).join('');
};

const nameSuffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

const nameWords = (name: string): readonly string[] => wordsOf(name).filter((word) => !nameSuffixes.has(word));

const surname = (name: string): string => nameWords(name.split(',')[0] ?? '').at(-1) ?? '';

/** Libraries abbreviate and reorder names, so it suffices that one's surname is a word of the other. */
const isSamePerson = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined ||
  other === undefined ||
  nameWords(other).includes(surname(one)) ||
  nameWords(one).includes(surname(other));

/** Maximum number of years between a preprint and its publication. */
const maximumYears = 2;

const isNear = (one: number | null, other: number | null): boolean =>
  one === null || other === null || Math.abs(one - other) <= maximumYears;

/** True if two records share an identifier, or title and first author with close years. */
export const isSamePaper = (one: Known, other: Known): boolean => {
  const known = identifiersOf(other);
  return (
    identifiersOf(one).some((identifier) => known.includes(identifier)) ||
    (isSameTitle(one.title, other.title) &&
      isSamePerson(one.authors[0], other.authors[0]) &&
      isNear(one.year, other.year))
  );
};
