import { failure, success } from '../../../events/outcome.ts';
import { list, member, paperRecords, string } from '../paper-record.ts';
import { readJson, unreadable } from '../read-json.ts';
import { queryWords, type Service } from '../service.ts';

const name = 'semantic-scholar';
const fields = 'paperId,externalIds,title,authors,year,venue,abstract,citationCount,url';
const maximumLimit = 100;

/** One request a second with a key; all users without a key share one quota. */
const intervalMs = { keyed: 1000, keyless: 3000 };

const rawPaper = (entry: unknown) => {
  const paperId = string(member(entry, 'paperId'));
  const externalIds = member(entry, 'externalIds');
  return {
    doi: member(externalIds, 'DOI'),
    arxiv: member(externalIds, 'ArXiv'),
    own: paperId && `s2:${paperId}`,
    title: member(entry, 'title'),
    authors: list(member(entry, 'authors')).map((author) => member(author, 'name')),
    year: member(entry, 'year'),
    venue: member(entry, 'venue'),
    abstract: member(entry, 'abstract'),
    url: member(entry, 'url'),
    citationCount: member(entry, 'citationCount'),
  };
};

/** Paper relevance search of the Academic Graph. Source: https://api.semanticscholar.org/api-docs/graph, GET /paper/search. */
export const semanticScholar = ({ baseUrl, key }: { baseUrl: string; key: string | undefined }): Service => ({
  name,
  pace: { intervalMs: key === undefined ? intervalMs.keyless : intervalMs.keyed },
  request: (query, limit) => {
    const url = new URL(`${baseUrl}/paper/search`);
    url.searchParams.set('query', queryWords(query).join(' '));
    url.searchParams.set('limit', String(Math.min(limit, maximumLimit)));
    url.searchParams.set('fields', fields);
    return { url, ...(key !== undefined && { headers: { 'x-api-key': key } }) };
  },
  read: (text) => {
    const parsed = readJson(name, text);
    if (!parsed.ok) return parsed;
    if (String(member(parsed.value, 'code')) === '429')
      return failure('literature.rate_limited', `${name} asks for fewer requests: ${member(parsed.value, 'message')}`);
    const data = member(parsed.value, 'data');
    if (Array.isArray(data)) return success(paperRecords(data.map(rawPaper)));
    /** `data` may be absent when nothing matches. */
    return member(parsed.value, 'total') === 0 ? success([]) : unreadable(name, 'JSON without a list of papers', text);
  },
});
