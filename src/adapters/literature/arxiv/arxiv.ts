import { failure, type Outcome, success } from '../../../events/outcome.ts';
import type { PaperRecord } from '../../../ports/literature.ts';
import { paperRecords } from '../paper-record.ts';
import { unreadable } from '../read-json.ts';
import { queryWords, type Service } from '../service.ts';
import { type Element, parseXml, XmlError } from './xml.ts';

const name = 'arxiv';
const maximumLimit = 200;
const maximumWords = 20;

/** The terms of use: one request every three seconds, one connection at a time. */
const pace = { intervalMs: 3000, oneAtATime: true };

/** Stop words, which would match everything. */
const common = new Set('a an and are as at by for from in is it not of on or the to via we what when with'.split(' '));

/** Combines words with OR, so that a long question finds matches; sorting by relevance ranks the best ones first. */
const searchQuery = (query: string): string => {
  const words = queryWords(query);
  const telling = words.filter((word) => !common.has(word));
  return (telling.length === 0 ? words : telling)
    .slice(0, maximumWords)
    .map((word) => `all:${word}`)
    .join(' OR ');
};

const childrenNamed = (element: Element, wanted: string): readonly Element[] =>
  element.children.filter((child) => child.name === wanted);

const textOf = (element: Element, wanted: string): string | undefined => childrenNamed(element, wanted)[0]?.text.trim();

const abstractPage = (entry: Element): string | undefined =>
  childrenNamed(entry, 'link').find(({ attributes }) => attributes.rel === 'alternate')?.attributes.href;

const rawPaper = (entry: Element) => {
  const id = textOf(entry, 'id');
  return {
    doi: textOf(entry, 'doi'),
    arxiv: id,
    own: undefined,
    title: textOf(entry, 'title'),
    authors: childrenNamed(entry, 'author').map((author) => textOf(author, 'name')),
    year: textOf(entry, 'published')?.slice(0, 4),
    venue: textOf(entry, 'journal_ref'),
    abstract: textOf(entry, 'summary'),
    url: abstractPage(entry) ?? id,
    citationCount: undefined,
  };
};

const readFeed = (feed: Element, text: string): Outcome<readonly PaperRecord[]> => {
  if (feed.name !== 'feed') return unreadable(name, `an XML document <${feed.name}>, not a feed`, text);
  const entries = childrenNamed(feed, 'entry');
  /** arXiv reports a refusal as an entry with a success status. */
  const error = entries.find((entry) => textOf(entry, 'id')?.includes('/api/errors'));
  if (error !== undefined)
    return failure('literature.refused', `${name} refuses the query: ${textOf(error, 'summary')?.slice(0, 200)}`);
  /** arXiv occasionally answers with an empty feed that counts matches. */
  if (entries.length === 0 && Number(textOf(feed, 'totalResults')) > 0)
    return unreadable(name, 'a feed that counts entries but has none', text);
  return success(paperRecords(entries.map(rawPaper)));
};

/** The query API, which answers in Atom. Source: https://info.arxiv.org/help/api/user-manual.html. */
export const arxiv = ({ baseUrl }: { baseUrl: string }): Service => ({
  name,
  pace,
  request: (query, limit) => {
    const url = new URL(`${baseUrl}/query`);
    url.searchParams.set('search_query', searchQuery(query));
    url.searchParams.set('start', '0');
    url.searchParams.set('max_results', String(Math.min(limit, maximumLimit)));
    url.searchParams.set('sortBy', 'relevance');
    url.searchParams.set('sortOrder', 'descending');
    return { url };
  },
  read: (text) => {
    if (/^\s*rate exceeded/i.test(text))
      return failure('literature.rate_limited', `${name} asks for fewer requests: ${text.trim().slice(0, 80)}`);
    try {
      return readFeed(parseXml(text), text);
    } catch (error) {
      if (error instanceof XmlError) return unreadable(name, `a document that is not Atom (${error.message})`, text);
      throw error;
    }
  },
});
