/** One paper in each service's own format. */
export type Told = {
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number;
  readonly doi?: string;
  readonly arxiv?: string;
  readonly venue?: string;
  readonly abstract?: string;
};

const semanticScholarPaper = ({ id, title, authors, year, doi, arxiv, venue, abstract }: Told) => ({
  paperId: id.padEnd(40, '0'),
  externalIds: { ...(doi && { DOI: doi }), ...(arxiv && { ArXiv: arxiv }), CorpusId: 1 },
  url: `https://www.semanticscholar.org/paper/${id}`,
  title,
  abstract: abstract ?? null,
  venue: venue ?? '',
  year,
  citationCount: 12,
  authors: authors.map((name, index) => ({ authorId: String(index), name })),
});

const invertedIndex = (text: string): Record<string, number[]> => {
  const index: Record<string, number[]> = {};
  for (const [position, word] of text.split(' ').entries()) {
    index[word] = [...(Object.hasOwn(index, word) ? (index[word] ?? []) : []), position];
  }
  return index;
};

const openAlexWork = ({ id, title, authors, year, doi, arxiv, venue, abstract }: Told) => ({
  id: `https://openalex.org/W${id}`,
  doi: doi ? `https://doi.org/${doi}` : null,
  title,
  display_name: title,
  publication_year: year,
  primary_location: venue ? { landing_page_url: 'https://example.org/a', source: { display_name: venue } } : null,
  locations: arxiv ? [{ landing_page_url: `http://arxiv.org/abs/${arxiv}` }] : [],
  authorships: authors.map((name) => ({ author: { display_name: name }, raw_author_name: name })),
  cited_by_count: 12,
  abstract_inverted_index: abstract ? invertedIndex(abstract) : null,
});

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

const arxivEntry = ({ id, title, authors, year, doi, arxiv, venue, abstract }: Told): string => `  <entry>
    <id>http://arxiv.org/abs/${arxiv ?? id}v2</id>
    <updated>${year + 1}-02-03T00:00:00Z</updated>
    <published>${year}-01-02T00:00:00Z</published>
    <title>${escaped(title).replace(' ', '\n  ')}</title>
    <summary>  ${escaped(abstract ?? '')}
    </summary>
${authors.map((name) => `    <author><name>${escaped(name)}</name></author>`).join('\n')}
${doi ? `    <arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">${doi}</arxiv:doi>` : ''}
${venue ? `    <arxiv:journal_ref xmlns:arxiv="http://arxiv.org/schemas/atom">${escaped(venue)}</arxiv:journal_ref>` : ''}
    <link href="http://arxiv.org/abs/${arxiv ?? id}v2" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/${arxiv ?? id}v2" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG"/>
  </entry>`;

export const atomFeed = (entries: string, total: number): string => `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <link href="http://arxiv.org/api/query?search_query%3Dall" rel="self" type="application/atom+xml"/>
  <title type="html">ArXiv Query: search_query=all&amp;start=0</title>
  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">${total}</opensearch:totalResults>
${entries}
</feed>
`;

/** The complete answer of each service. */
export const answerOf = {
  'semantic-scholar': (told: readonly Told[]): string =>
    JSON.stringify(
      told.length === 0 ? { total: 0, offset: 0 } : { total: 99, offset: 0, data: told.map(semanticScholarPaper) },
    ),
  openalex: (told: readonly Told[]): string =>
    JSON.stringify({
      meta: { count: told.length, page: 1, per_page: 10 },
      results: told.map(openAlexWork),
      group_by: [],
    }),
  arxiv: (told: readonly Told[]): string => atomFeed(told.map(arxivEntry).join('\n'), told.length),
};

export const grokking: Told = {
  id: '1001',
  title: 'Grokking: Generalization Beyond Overfitting',
  authors: ['Alethea Power', 'Yuri Burda'],
  year: 2022,
  arxiv: '2201.02177',
  abstract: 'We study generalization of neural networks and find that the networks generalize late.',
};

export const dropout: Told = {
  id: '1002',
  title: 'Dropout & Friends: <i>p</i> < 0.5',
  authors: ['Zoë Müller'],
  year: 2014,
  doi: '10.1000/JMLR.15',
  venue: 'Journal of Tests & Trials',
};
