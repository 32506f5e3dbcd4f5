import { normalIdentifier } from '../../events/vocabulary/paper-identity.ts';
import type { PaperRecord } from '../../ports/literature.ts';
import { plainText } from './plain-text.ts';

/** A service's unvalidated data about a paper. */
export type RawPaper = {
  readonly doi?: unknown;
  readonly arxiv?: unknown;
  /** The library's own identifier with its scheme, such as `openalex:W2741809807`. */
  readonly own: string | undefined;
  readonly title: unknown;
  readonly authors: readonly unknown[];
  readonly year: unknown;
  readonly venue: unknown;
  readonly abstract: unknown;
  readonly url: unknown;
  readonly citationCount: unknown;
};

/** Bounds on texts, because results are inline in events; longer texts end with an ellipsis. */
const maximumLengths = { title: 500, author: 200, venue: 300, abstract: 2000, identifier: 200, url: 500 };
const maximumAuthors = 60;

const textOf = (value: unknown, maximumLength: number): string | null =>
  typeof value === 'string' ? plainText(value, maximumLength) || null : null;

const integerOf = (value: unknown, minimum: number, maximum: number): number | null => {
  const number = typeof value === 'string' && /^\s*\d+\s*$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= minimum && number <= maximum
    ? number
    : null;
};

const urlOf = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= maximumLengths.url && /^https?:\/\/[^\s<>"\\^`{|}]+$/i.test(value)
    ? value
    : null;

const identifierOf = (scheme: string, value: unknown): readonly string[] => {
  if (typeof value !== 'string' || !/^[!-~]+$/.test(value) || value.length > maximumLengths.identifier) return [];
  const identifier = normalIdentifier(/^(?:https?:|doi:|arxiv:)/i.test(value) ? value : `${scheme}:${value}`);
  return /^(?:doi:10\.|arxiv:).+/.test(identifier) ? [identifier] : [];
};

/** Makes a record of the valid data; undefined for a paper without a title or any identifier. */
export const paperRecordOf = (raw: RawPaper): PaperRecord | undefined => {
  const title = textOf(raw.title, maximumLengths.title);
  const own = raw.own !== undefined && raw.own.length <= maximumLengths.identifier ? [raw.own] : [];
  const shared = [...identifierOf('doi', raw.doi), ...identifierOf('arxiv', raw.arxiv)];
  const identifiers = [...new Set([...shared.filter((one) => one.startsWith('doi:')), ...shared, ...own])];
  const [id] = identifiers;
  if (title === null || id === undefined) return undefined;
  return {
    id,
    ...(identifiers.length > 1 && { identifiers }),
    title,
    authors: raw.authors.flatMap((author) => textOf(author, maximumLengths.author) ?? []).slice(0, maximumAuthors),
    year: integerOf(raw.year, 1000, 2999),
    venue: textOf(raw.venue, maximumLengths.venue),
    abstract: textOf(raw.abstract, maximumLengths.abstract),
    url: urlOf(raw.url),
    citationCount: integerOf(raw.citationCount, 0, Number.MAX_SAFE_INTEGER),
  };
};

/** Returns the valid records, deduplicated. */
export const paperRecords = (raw: readonly RawPaper[]): readonly PaperRecord[] => {
  const records = raw.flatMap((one) => paperRecordOf(one) ?? []);
  return records.filter(({ id }, index) => records.findIndex((one) => one.id === id) === index);
};

/** Reads a member of an unvalidated JSON value. */
export const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export const string = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
