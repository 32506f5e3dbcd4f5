import { success } from '../../../events/outcome.ts';
import { list, member, paperRecords, string } from '../paper-record.ts';
import { readJson, unreadable } from '../read-json.ts';
import { queryWords, type Service } from '../service.ts';
import { abstractOf } from './inverted-index.ts';

const name = 'openalex';
const fields =
  'id,doi,title,display_name,publication_year,authorships,primary_location,locations,abstract_inverted_index,cited_by_count';
const maximumLimit = 200;
/** The limit is ten requests a second. */
const intervalMs = 100;

const landingPage = (location: unknown): unknown => member(location, 'landing_page_url');

/** Takes the arXiv id from a location on arXiv, because OpenAlex has no field for it. */
const arxivOf = (work: unknown): unknown =>
  list(member(work, 'locations'))
    .map(landingPage)
    .find((page) => typeof page === 'string' && /^https?:\/\/(?:www\.)?arxiv\.org\/(?:abs|pdf)\//i.test(page));

const rawPaper = (work: unknown) => {
  const own = string(member(work, 'id'))?.split('/').at(-1);
  const location = member(work, 'primary_location');
  return {
    doi: member(work, 'doi'),
    arxiv: arxivOf(work),
    own: own && `openalex:${own}`,
    title: member(work, 'title') ?? member(work, 'display_name'),
    authors: list(member(work, 'authorships')).map(
      (authorship) => member(member(authorship, 'author'), 'display_name') ?? member(authorship, 'raw_author_name'),
    ),
    year: member(work, 'publication_year'),
    venue: member(member(location, 'source'), 'display_name'),
    abstract: abstractOf(member(work, 'abstract_inverted_index')),
    url: member(work, 'doi') ?? landingPage(location) ?? arxivOf(work),
    citationCount: member(work, 'cited_by_count'),
  };
};

/**
 * Searches works. A mail address puts requests into the polite pool; a key raises the daily quota.
 * Source: https://docs.openalex.org, works, search and rate limits.
 */
export const openAlex = ({
  baseUrl,
  mail,
  key,
}: {
  baseUrl: string;
  mail: string | undefined;
  key: string | undefined;
}): Service => ({
  name,
  pace: { intervalMs },
  request: (query, limit) => {
    const url = new URL(`${baseUrl}/works`);
    url.searchParams.set('search', queryWords(query).join(' '));
    url.searchParams.set('per_page', String(Math.min(limit, maximumLimit)));
    url.searchParams.set('select', fields);
    return { url, hidden: { ...(mail !== undefined && { mailto: mail }), ...(key !== undefined && { api_key: key }) } };
  },
  read: (text) => {
    const parsed = readJson(name, text);
    if (!parsed.ok) return parsed;
    const results = member(parsed.value, 'results');
    return Array.isArray(results)
      ? success(paperRecords(results.map(rawPaper)))
      : unreadable(name, 'JSON without a list of works', text);
  },
});
