import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Event, seal } from '../../src/events/envelope.ts';
import { causesOf, numbered, throughModelCall, turningPointsOf } from '../../src/events/projections/causes.ts';

const event = (id: string, causationid: string, rest: { type?: string; scope?: string; data?: unknown } = {}): Event =>
  seal(
    {
      id,
      type: 'note.written',
      version: 1,
      run: 'here',
      scope: 'idea-1',
      role: 'coder',
      causationid,
      data: {},
      ...rest,
    },
    '2026-01-01T00:00:00.000Z',
  );
const idsOf = (found: readonly { event: Event }[]): readonly string[] => found.map((one) => one.event.id);

test('events are numbered from 1', () => {
  assert.deepEqual(
    numbered([event('a', 'a'), event('b', 'a')]).map(({ sequence, event: { id } }) => [sequence, id]),
    [
      [1, 'a'],
      [2, 'b'],
    ],
  );
});

test('causes lead back, the newest first, to what is its own cause or what the log does not have', () => {
  const log = numbered([event('a', 'a'), event('b', 'a'), event('c', 'elsewhere'), event('d', 'b'), event('e', 'c')]);
  assert.deepEqual(idsOf(causesOf(log, 'd')), ['d', 'b', 'a']);
  assert.deepEqual(idsOf(causesOf(log, 'e')), ['e', 'c']);
  assert.deepEqual(causesOf(log, 'nowhere'), []);
});

test('cyclic causes end', () => {
  assert.deepEqual(idsOf(causesOf(numbered([event('a', 'b'), event('b', 'a')]), 'a')), ['a', 'b']);
});

test('a chain is cut after its first model call', () => {
  const call = { type: 'task.completed', data: { kind: 'model' } };
  const search = { type: 'task.completed', data: { kind: 'search' } };
  const asked = { type: 'task.started', data: { kind: 'model' } };
  const log = numbered([
    event('a', 'a', call),
    event('b', 'a', call),
    event('c', 'b', search),
    event('d', 'c', asked),
    event('e', 'd'),
  ]);
  assert.deepEqual(idsOf(throughModelCall(causesOf(log, 'e'))), ['e', 'd', 'c', 'b']);
  const without = causesOf(log, 'e').slice(0, 2);
  assert.deepEqual(throughModelCall(without), without);
  assert.deepEqual(idsOf(throughModelCall(causesOf(log, 'b'))), ['b']);
});

test('turning points of an idea are its own and those that the run records about it, newest first', () => {
  const log = numbered([
    event('requested', 'x', { type: 'idea.requested', scope: 'run', data: { number: 1 } }),
    event('other', 'x', { type: 'idea.requested', scope: 'run', data: { number: 10 } }),
    event('edited', 'x', { type: 'code.edited' }),
    event('aside', 'x', { type: 'task.started' }),
    event('neighbour', 'x', { type: 'code.edited', scope: 'idea-10', data: { number: 1, scope: 'idea-1' } }),
    event('review', 'x', { type: 'review.submitted', scope: 'idea-1.review-1' }),
    event('cancelled', 'x', { type: 'scope.cancelled', scope: 'run', data: { scope: 'idea-1' } }),
  ]);
  assert.deepEqual(idsOf(turningPointsOf(log, 'idea-1')), ['cancelled', 'edited', 'requested']);
});
