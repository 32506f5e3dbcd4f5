import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { problemOf } from '../../src/events/problem.ts';

test('a problem is one line: the first place that a schema rejects, or the first line of any other error', () => {
  const schema = z.object({ limits: z.object({ runs: z.number(), ideas: z.number() }) });
  const rejected = (value: unknown) => problemOf(schema.safeParse(value).error);
  assert.match(rejected({ limits: { runs: 'x' } }), /^limits\.runs: [^\n]+$/);
  assert.match(rejected(5), /^Invalid input: [^\n]+$/);
  assert.equal(problemOf(new Error('no file\nof that name')), 'no file');
});
