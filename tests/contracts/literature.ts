import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { paperRecordSchema } from '../../src/events/vocabulary/idea.ts';
import type { Literature } from '../../src/ports/literature.ts';
import { ask, found } from '../support/literature-desk.ts';

type Held = {
  readonly literature: () => Literature;
  /** A query that finds at least two papers, the first with this title. */
  readonly known: { readonly query: string; readonly title: string };
  /** A query that finds nothing. */
  readonly unknown: string;
};

/** What every literature service must do. */
export const literatureContract = (name: string, { literature, known, unknown }: Held): void => {
  describe(`literature: ${name}`, () => {
    test('finds papers in the recorded form, the best first, each once, and says who found them', async () => {
      const { papers, library } = found(await ask(literature(), known.query));
      assert.ok(papers.length >= 2);
      assert.equal(papers[0]?.title, known.title);
      assert.equal(new Set(papers.map(({ id }) => id)).size, papers.length);
      for (const paper of papers) assert.deepEqual(paperRecordSchema.strict().parse(paper), paper);
      assert.notEqual(library, '');
    });

    test('keeps to the limit', async () => {
      const all = found(await ask(literature(), known.query)).papers;
      assert.deepEqual(found(await ask(literature(), known.query, 1)).papers, all.slice(0, 1));
      assert.deepEqual(found(await ask(literature(), known.query, 0)).papers, []);
    });

    test('answers the same question alike', async () => {
      const [one, other] = [await ask(literature(), known.query), await ask(literature(), known.query)];
      assert.deepEqual(found(one).papers, found(other).papers);
    });

    test('finds nothing without failing', async () => {
      for (const query of [unknown, '', '  \n', '?!', '"" AND *', '\u0000']) {
        assert.deepEqual(found(await ask(literature(), query)).papers, [], JSON.stringify(query));
      }
    });

    test('takes any text for a query', async () => {
      for (const query of [`${known.query}?limit=0&key=x#%00`, 'x'.repeat(5000), '深度学习', 'all:a AND (b OR "c'])
        found(await ask(literature(), query));
    });

    test('does not wait if it is aborted before it starts', async () => {
      const outcome = await literature().search(known.query, 5, AbortSignal.abort());
      assert.ok(outcome.ok || outcome.error.code === 'literature.aborted');
    });
  });
};
