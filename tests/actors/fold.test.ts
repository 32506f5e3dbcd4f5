import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../src/actors/fold.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { success } from '../../src/events/outcome.ts';
import { dataOf, Simulator } from '../support/simulate.ts';
import { toyRoles } from '../support/toy-roles.ts';

const roster = () => createRoster(toyRoles, {}, ['toy']);
const perform = (_kind: string, input: { step: number }) => success(input.step + 1);
const simulate = (counts: number, to: number, choose?: (count: number) => number) =>
  new Simulator(roster(), perform, choose).start({ counts, to }).run();

test('a run of two roles goes round the ring to its end', () => {
  const { events, end } = simulate(2, 3);
  assert.equal(end, 'finished');
  assert.deepEqual(dataOf(events, 'run.finished'), [{ outcome: 'completed', reason: 'sum 12', ideas: [] }]);
  assert.deepEqual(
    events.slice(0, 4).map((event) => event.id),
    ['run.started', 'run.asker.1', 'idea-1.counter.1.result', 'idea-1.counter.2'],
  );
  assert.equal(new Set(events.map((event) => event.id)).size, events.length);
});

test('fold live == fold replayed == fold resumed in the middle, whatever the order of recording', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 4 }),
      fc.infiniteStream(fc.nat()),
      (counts, to, stream) => {
        const live = simulate(counts, to, (count) => (count === 0 ? 0 : (stream.next().value as number) % count));
        const replayed = new Fold(roster());
        live.events.forEach((event, index) => {
          replayed.apply(event, index + 1);
        });
        assert.equal(JSON.stringify(replayed.states()), JSON.stringify(live.fold.states()));
        assert.equal(replayed.outstanding.size, 0);
        assert.equal(replayed.divergence, undefined);
      },
    ),
    { numRuns: 60 },
  );
});

test('every prefix of a log leaves outstanding just what is to come next', () => {
  const { events } = simulate(2, 2);
  for (let length = 1; length < events.length; length += 1) {
    const fold = new Fold(roster());
    events.slice(0, length).forEach((event, index) => {
      fold.apply(event, index + 1);
    });
    const next = events[length]?.id.replace(/\.result$/, '');
    assert.ok(fold.outstanding.has(next ?? ''), `after ${length} events ${next} is outstanding`);
  }
});

test('a recorded output that differs is found at its place', () => {
  const { events } = simulate(1, 2);
  const changed = events.map((event) => (event.id === 'idea-1.counter.2' ? { ...event, data: { sum: 99 } } : event));
  const fold = new Fold(roster());
  changed.forEach((event, index) => {
    fold.apply(event, index + 1);
  });
  assert.equal(fold.divergence?.id, 'idea-1.counter.2');
  assert.deepEqual((fold.divergence as { actual: { data: unknown } } | undefined)?.actual.data, { sum: 99 });
});
