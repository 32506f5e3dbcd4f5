import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test } from 'node:test';
import { answerOf, atomFeed, dropout, grokking } from '../../support/literature-answers.ts';
import { ask, failureOf, found, openDesk } from '../../support/literature-desk.ts';
import { answers, cuts, errorPage, floods, hangs, refuses } from '../../support/literature-server.ts';

const names = ['semantic-scholar', 'openalex', 'arxiv'] as const;
const words = { query: 'why "delayed" generalization-bounds' };

test('each service is asked in its own form, and the key goes where it is not recorded', async (context) => {
  const environment = {
    SEMANTIC_SCHOLAR_API_KEY: 's2-secret',
    OPENALEX_API_KEY: 'oa-secret',
    OPENALEX_MAILTO: 'team@example.org',
  };
  const { server, open } = await openDesk(context, { environment });
  const recorded: string[] = [];
  for (const name of names) {
    server.react(answers(answerOf[name]([grokking])));
    recorded.push(...(found(await ask(await open([name]), words.query, 7)).evidence ?? []).map(({ url }) => url));
  }
  const [s2, works, atom] = server.asked;
  assert.equal(s2?.url.pathname, '/graph/v1/paper/search');
  assert.equal(s2?.url.searchParams.get('query'), 'why delayed generalization bounds');
  assert.equal(s2?.url.searchParams.get('limit'), '7');
  assert.match(s2?.url.searchParams.get('fields') ?? '', /externalIds.*abstract.*citationCount/);
  assert.equal(s2?.headers['x-api-key'], 's2-secret');
  assert.equal(works?.url.pathname, '/works');
  assert.equal(works?.url.searchParams.get('search'), 'why delayed generalization bounds');
  assert.deepEqual(
    ['per_page', 'mailto', 'api_key'].map((parameter) => works?.url.searchParams.get(parameter)),
    ['7', 'team@example.org', 'oa-secret'],
  );
  assert.match(String(works?.headers['user-agent']), /^ai-scientist\/test \(mailto:team@example\.org\)$/);
  assert.equal(atom?.url.pathname, '/api/query');
  assert.equal(
    atom?.url.searchParams.get('search_query'),
    'all:why OR all:delayed OR all:generalization OR all:bounds',
  );
  assert.equal(atom?.url.searchParams.get('max_results'), '7');
  assert.doesNotMatch(recorded.join(' '), /secret|example\.org/);
  assert.equal(recorded.length, 3);
});

test('what a service says of a paper is all that is recorded of it', async (context) => {
  const { server, open } = await openDesk(context);
  const records: Record<string, unknown> = {};
  for (const name of names) {
    server.react(answers(answerOf[name]([grokking, dropout])));
    records[name] = found(await ask(await open([name]), name)).papers;
  }
  const title = 'Dropout & Friends: p < 0.5';
  const { authors, year, abstract } = grokking;
  const first = { title: grokking.title, authors, year, abstract, venue: null };
  const second = { title, authors: ['Zoë Müller'], year: 2014, venue: 'Journal of Tests & Trials', abstract: null };
  assert.deepEqual(records, {
    'semantic-scholar': [
      {
        id: 'arxiv:2201.02177',
        identifiers: ['arxiv:2201.02177', `s2:${'1001'.padEnd(40, '0')}`],
        ...first,
        url: 'https://www.semanticscholar.org/paper/1001',
        citationCount: 12,
      },
      {
        id: 'doi:10.1000/jmlr.15',
        identifiers: ['doi:10.1000/jmlr.15', `s2:${'1002'.padEnd(40, '0')}`],
        ...second,
        url: 'https://www.semanticscholar.org/paper/1002',
        citationCount: 12,
      },
    ],
    openalex: [
      {
        id: 'arxiv:2201.02177',
        identifiers: ['arxiv:2201.02177', 'openalex:W1001'],
        ...first,
        url: 'http://arxiv.org/abs/2201.02177',
        citationCount: 12,
      },
      {
        id: 'doi:10.1000/jmlr.15',
        identifiers: ['doi:10.1000/jmlr.15', 'openalex:W1002'],
        ...second,
        url: 'https://doi.org/10.1000/JMLR.15',
        citationCount: 12,
      },
    ],
    arxiv: [
      { id: 'arxiv:2201.02177', ...first, url: 'http://arxiv.org/abs/2201.02177v2', citationCount: null },
      {
        id: 'doi:10.1000/jmlr.15',
        identifiers: ['doi:10.1000/jmlr.15', 'arxiv:1002'],
        ...second,
        url: 'http://arxiv.org/abs/1002v2',
        citationCount: null,
      },
    ],
  });
});

test('fields of wrong types are unknown; entries that are no papers are left out', async (context) => {
  const { server, open } = await openDesk(context);
  const odd = {
    title: 'Odd',
    authors: null,
    year: '2020',
    venue: 7,
    abstract: ['x'],
    url: 'javascript:x',
    citationCount: -1,
  };
  const s2 = [null, 3, { paperId: 'a' }, { title: 'No id' }, { paperId: 'b', ...odd, externalIds: 'none' }];
  server.react(answers(JSON.stringify({ data: s2 })));
  const unknown = { authors: [], venue: null, abstract: null, url: null, citationCount: null };
  assert.deepEqual(found(await ask(await open(['semantic-scholar']), 'odd')).papers, [
    { id: 's2:b', title: 'Odd', ...unknown, year: 2020 },
  ]);
  const authorships = [null, { author: null, raw_author_name: 'Raw Name' }, { author: { display_name: 5 } }];
  const index = { Words: [1, 'x', 3.5, -2, 1e9], First: [0], none: null, constructor: [2] };
  const work = { id: 'https://openalex.org/W5', title: null, display_name: 'Odd', authorships, doi: 'nonsense' };
  server.react(
    answers(JSON.stringify({ results: [{ ...work, publication_year: {}, abstract_inverted_index: index }] })),
  );
  assert.deepEqual(found(await ask(await open(['openalex']), 'odd')).papers, [
    {
      id: 'openalex:W5',
      title: 'Odd',
      ...unknown,
      authors: ['Raw Name'],
      abstract: 'First Words constructor',
      year: null,
    },
  ]);
  server.react(
    answers(
      atomFeed(
        '<entry><id>x</id></entry><entry><title>T</title><id>http://arxiv.org/abs/math/0211159v1</id></entry>',
        2,
      ),
    ),
  );
  assert.deepEqual(found(await ask(await open(['arxiv']), 'odd')).papers, [
    { id: 'arxiv:math/0211159', title: 'T', ...unknown, url: 'http://arxiv.org/abs/math/0211159v1', year: null },
  ]);
});

for (const name of names) {
  describe(`${name} with faults`, () => {
    const good = answers(answerOf[name]([grokking]));

    test('is asked again after each passing fault', async (context) => {
      const { server, open } = await openDesk(context, { patience: { attempts: 9 } });
      const literature = await open([name]);
      const half = answers(answerOf[name]([grokking]).slice(0, 120));
      server.react(refuses(500), refuses(503), refuses(429), cuts, half, errorPage, answers(''), answers('null'), good);
      assert.equal(found(await ask(literature, 'faults')).papers.length, 1);
      assert.equal(server.asked.length, 9);
    });

    const lasting = [
      ['too many requests', refuses(429), 'literature.rate_limited'],
      ['server errors', refuses(500), 'literature.unavailable'],
      ['answers that are cut', cuts, 'literature.unavailable'],
      ['pages for people', errorPage, 'literature.unreadable'],
      [
        'something else in the right form',
        answers(name === 'arxiv' ? '<rss/>' : '{"data": {}, "results": 3}'),
        'literature.unreadable',
      ],
    ] as const;
    for (const [what, reaction, code] of lasting) {
      test(`fails for good after its attempts at ${what}`, async (context) => {
        const { server, open } = await openDesk(context, { patience: { attempts: 3 } });
        server.react(reaction);
        assert.equal(failureOf(await ask(await open([name]), 'faults')).code, code);
        assert.equal(server.asked.length, 3);
      });
    }

    test('is not asked again when it refuses or floods', async (context) => {
      const { server, open } = await openDesk(context, { patience: { maximumBytes: 300_000 } });
      const literature = await open([name]);
      server.react(refuses(403), refuses(400), floods);
      const failures = [];
      for (let count = 0; count < 3; count += 1) failures.push(failureOf(await ask(literature, 'faults')).code);
      assert.deepEqual(failures, ['literature.refused', 'literature.refused', 'literature.too_large']);
      assert.equal(server.asked.length, 3);
    });

    test('is abandoned when it is too slow, and when the search is aborted', async (context) => {
      const { server, open } = await openDesk(context, { patience: { attempts: 2, timeoutMs: 150 } });
      const literature = await open([name]);
      server.react(hangs);
      const { code, message } = failureOf(await ask(literature, 'slow'));
      assert.deepEqual([code, /0\.15 s/.test(message)], ['literature.unavailable', true]);
      assert.equal(server.asked.length, 2);

      const patient = await (await openDesk(context, { server })).open([name]);
      const abort = new AbortController();
      const search = patient.search('slow', 5, abort.signal);
      while (server.asked.length < 3) await new Promise(setImmediate);
      abort.abort();
      assert.equal(failureOf(await search).code, 'literature.aborted');
    });

    test('cannot be reached', async (context) => {
      const { server, open } = await openDesk(context, { patience: { attempts: 2 } });
      await server.close();
      server.close = async () => {};
      const { code, message } = failureOf(await ask(await open([name]), 'nobody'));
      assert.deepEqual([code, /ECONNREFUSED/.test(message)], ['literature.unavailable', true]);
    });

    test('has its answer kept as it was, a bad one too', async (context) => {
      const { server, open, blobs } = await openDesk(context, { patience: { attempts: 1 } });
      const literature = await open([name]);
      const text = answerOf[name]([grokking, dropout]);
      server.react(answers(text), errorPage);
      const [evidence] = found(await ask(literature, 'kept')).evidence ?? [];
      assert.equal(evidence?.library, name);
      assert.equal(evidence?.sha256, createHash('sha256').update(text).digest('hex'));
      assert.equal(evidence?.sizeBytes, Buffer.byteLength(text));
      assert.equal(Buffer.from(await blobs.get(evidence?.sha256 ?? '')).toString(), text);
      const { details } = failureOf(await ask(literature, 'other'));
      assert.match(Buffer.from(await blobs.get(String(details?.answer))).toString(), /Down for maintenance/);
    });
  });
}

test('services that say in an answer that they are asked too often are believed', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 1 } });
  server.react(answers('Rate exceeded.', 'text/plain'), answers('{"message": "Too Many Requests", "code": "429"}'));
  assert.equal(failureOf(await ask(await open(['arxiv']), 'often')).code, 'literature.rate_limited');
  assert.equal(failureOf(await ask(await open(['semantic-scholar']), 'often')).code, 'literature.rate_limited');
});

test('arXiv refuses in an entry, and a feed that lost its entries is asked for again', async (context) => {
  const { server, open } = await openDesk(context);
  const refusal =
    '<entry><id>http://arxiv.org/api/errors#bad</id><title>Error</title><summary>malformed</summary></entry>';
  server.react(answers(atomFeed(refusal, 1)), answers(atomFeed('', 12)), answers(answerOf.arxiv([grokking])));
  const literature = await open(['arxiv']);
  const { code, message } = failureOf(await ask(literature, 'error'));
  assert.deepEqual([code, /malformed/.test(message)], ['literature.refused', true]);
  assert.equal(found(await ask(literature, 'lost')).papers.length, 1);
  assert.equal(server.asked.length, 3);
});
