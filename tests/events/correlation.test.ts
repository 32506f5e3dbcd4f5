import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seal } from '../../src/events/envelope.ts';
import { workScope } from '../../src/events/id.ts';

const inScope = (scope: string) =>
  seal(
    { id: `${scope}.x.1`, type: 'a.b', version: 1, run: 'one', scope, role: 'x', causationid: 'c', data: null },
    '2026-01-02T03:04:05.678Z',
  );

test('events of an idea and of its reviews have the idea as their correlation id, and their own scope as subject', () => {
  const seen = ['run', 'baseline', 'idea-3', 'idea-3.review-2', 'idea-3.others.review-2'].map(inScope);
  assert.deepEqual(
    seen.map(({ subject, correlationid }) => [subject, correlationid]),
    [
      ['run', 'run'],
      ['baseline', 'baseline'],
      ['idea-3', 'idea-3'],
      ['idea-3.review-2', 'idea-3'],
      ['idea-3.others.review-2', 'idea-3'],
    ],
  );
});

test('the idea of a scope is its outermost part', () => {
  assert.equal(workScope('idea-30.review-2'), 'idea-30');
  assert.equal(workScope('run'), 'run');
});
