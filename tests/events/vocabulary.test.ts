import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ZodType } from 'zod';
import { ideaSchema } from '../../src/events/vocabulary/idea.ts';
import { settingsSchema } from '../../src/events/vocabulary/run.ts';
import { requestEvents, shellEvents } from '../../src/events/vocabulary/shell.ts';
import { ideaNamed } from '../support/studio.ts';

const takes = (schema: ZodType, value: unknown): boolean => schema.safeParse(value).success;

test('what people write has a text, and at most 6000 characters', () => {
  for (const [schema, rest] of [
    [requestEvents['comment.written'].schema, {}],
    [requestEvents['revise.requested'].schema, { scope: 'idea-1' }],
  ] as const)
    assert.deepEqual(
      ['', 'x', 'x'.repeat(6000), 'x'.repeat(6001)].map((text) => takes(schema, { ...rest, text })),
      [false, true, true, false],
    );
});

test('an attempt, a result and a failure name their task, its kind and its key', () => {
  const fields = { task: 'a.b.1', kind: 'toy', key: 'k' };
  const measured = { attempt: 1, durationMs: 1, inputSha256: 'x' };
  for (const [schema, rest] of [
    [shellEvents['task.started'].schema, { attempt: 1, worker: 'w', inputSha256: 'x' }],
    [shellEvents['task.completed'].schema, { ...measured, value: 1 }],
    [shellEvents['task.failed'].schema, { ...measured, error: { code: 'a', message: 'b' } }],
  ] as const) {
    assert.ok(takes(schema, { ...fields, ...rest }));
    for (const name of Object.keys(fields)) assert.ok(!takes(schema, { ...fields, ...rest, [name]: undefined }), name);
  }
});

test('an idea has a name in snake_case, a title, a plan, and scores from 1 to 10', () => {
  const isIdea = (change: object): boolean => takes(ideaSchema, { ...ideaNamed('toy_2'), ...change });
  assert.ok(
    isIdea({ name: 'x'.repeat(80), title: 'x'.repeat(300), experiment: 'x'.repeat(6000), novelty: 1, feasibility: 10 }),
  );
  for (const name of ['', 'Toy', 'a b', 'a-b', 'x'.repeat(81), ' a', 'a\n']) assert.ok(!isIdea({ name }), name);
  for (const change of [
    { title: '' },
    { title: 'x'.repeat(301) },
    { experiment: '' },
    { experiment: 'x'.repeat(6001) },
    { novelty: 0 },
    { interestingness: 11 },
  ])
    assert.ok(!isIdea(change), JSON.stringify(change));
});

test('settings that say nothing of a run have the usual values', () => {
  const usual = settingsSchema.parse({
    profile: 'quick',
    limits: {},
    budget: { dollars: null, tokens: null, hours: null },
  });
  assert.deepEqual(
    [usual.improvement, usual.approveIdeas, usual.mode, usual.ideas, usual.parallel],
    [false, false, 'batch', 3, 2],
  );
});
