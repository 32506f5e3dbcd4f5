/** What is needed of a paper to know it again in another library. */
type Known = {
  readonly id: string;
  readonly identifiers?: readonly string[] | undefined;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number | null;
};

const arxivDoi = /^doi:10\.48550\/arxiv\./;

/**
 * `doi:10.1000/x` in lower case, `arxiv:2201.02177` without its version; anything else in lower case as it stands. A DOI
 * that arXiv itself gave is the arXiv id.
 */
export const normalIdentifier = (identifier: string): string => {
  const text = identifier.trim().toLowerCase();
  const doi = /^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)?(10\.\d{4,9}\/\S+)$/.exec(text)?.[1];
  if (doi !== undefined) return normalArxiv(`doi:${doi}`.replace(arxivDoi, 'arxiv:'));
  return normalArxiv(text.replace(/^https?:\/\/(?:export\.|www\.)?arxiv\.org\/(?:abs|pdf)\//, 'arxiv:'));
};

const normalArxiv = (text: string): string =>
  text.startsWith('arxiv:') ? text.replace(/(?:\.pdf)?$/, '').replace(/(?<=\d)v\d+$/, '') : text;

/** Every name that a record gives its paper. */
export const identifiersOf = ({ id, identifiers = [] }: Pick<Known, 'id' | 'identifiers'>): readonly string[] => [
  ...new Set([id, ...identifiers].map(normalIdentifier).filter((one) => one !== '')),
];

/** Letters and digits of any script without their marks, in words. */
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

/** The same letters and digits in the same order. */
export const isSameTitle = (one: string, other: string): boolean => {
  const joined = wordsOf(one).join('');
  return joined !== '' && joined === wordsOf(other).join('');
};

const nameSuffixes = new Set(['jr', 'sr', 'ii', 'iii', 'iv']);

const nameWords = (name: string): readonly string[] => wordsOf(name).filter((word) => !nameSuffixes.has(word));

const surname = (name: string): string =>
  nameWords(name.includes(',') ? (name.split(',')[0] ?? '') : name).at(-1) ?? '';

/** Libraries abbreviate and turn names around: it is enough that the surname of one is a word of the other. */
const isSamePerson = (one: string | undefined, other: string | undefined): boolean =>
  one === undefined ||
  other === undefined ||
  nameWords(other).includes(surname(one)) ||
  nameWords(one).includes(surname(other));

/** A preprint and its publication lie up to so many years apart. */
const maximumYears = 2;

const isNear = (one: number | null, other: number | null): boolean =>
  one === null || other === null || Math.abs(one - other) <= maximumYears;

/** Whether two records are of one paper: a common identifier, or the same title by the same first author at about the same time. */
export const isSamePaper = (one: Known, other: Known): boolean => {
  const known = identifiersOf(other);
  return (
    identifiersOf(one).some((identifier) => known.includes(identifier)) ||
    (isSameTitle(one.title, other.title) &&
      isSamePerson(one.authors[0], other.authors[0]) &&
      isNear(one.year, other.year))
  );
};
