import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../src/actors/fold.ts';
import { contextChanges, type Moment, momentsOf, pathOf } from '../../src/actors/replay/step.ts';
import { Timeline } from '../../src/actors/replay/timeline.ts';
import { createRoster } from '../../src/actors/roster.ts';
import { success } from '../../src/events/outcome.ts';
import { rosterOfWalker, stepped } from '../support/changed-roles.ts';
import { Simulator } from '../support/simulate.ts';
import { toyRoles } from '../support/toy-roles.ts';
import { asStored, recordWalk } from '../support/walk.ts';

const roster = () => createRoster(toyRoles, {}, ['toy']);
const simulated = new Simulator(roster(), (_kind, { step }) => success(step + 1)).start({ counts: 12, to: 40 }).run();
const log = asStored(simulated.events);

/** A whole fold, computed from the first event. */
const foldedTo = (sequence: number): Fold => {
  const fold = new Fold(roster());
  for (const { event, sequence: position } of log.slice(0, sequence)) fold.apply(event, position);
  return fold;
};

const paths = (moments: ReadonlyMap<string, Moment>) => [...moments].map(([id, moment]) => [id, pathOf(moment)]);

test('at any position of a log, in any order of visits, the actors equal those of a fold from the beginning', () => {
  const timeline = new Timeline(roster(), log);
  assert.ok(log.length > 3 * timeline.segmentLength, 'the log has several segments');
  fc.assert(
    fc.property(fc.integer({ min: 1, max: log.length }), (sequence) => {
      const fold = foldedTo(sequence);
      assert.equal(timeline.at(sequence).event.id, log[sequence - 1]?.event.id);
      assert.deepEqual(paths(timeline.actorsAt(sequence)), paths(momentsOf(fold)));
      assert.equal(JSON.stringify(timeline.foldAt(sequence).states()), JSON.stringify(fold.states()));
      assert.deepEqual([...timeline.foldAt(sequence).outstanding.keys()], [...fold.outstanding.keys()]);
    }),
    { numRuns: 20 },
  );
});

test('the fold at a position that was not visited before is folded up to there', () => {
  const sequence = Math.floor(log.length / 2);
  const fold = new Timeline(roster(), log).foldAt(sequence);
  assert.deepEqual([fold.sequence, fold.states()], [sequence, foldedTo(sequence).states()]);
});

test('stepping back folds at most one segment again, and within a segment nothing', () => {
  const timeline = new Timeline(roster(), log);
  timeline.at(log.length);
  assert.equal(timeline.applied, log.length);
  timeline.at(1);
  assert.equal(timeline.applied, log.length + timeline.segmentLength);
  for (let sequence = timeline.segmentLength; sequence >= 1; sequence -= 1) timeline.at(sequence);
  assert.equal(timeline.applied, log.length + timeline.segmentLength);
});

test('a fold and its copy are independent', () => {
  const half = Math.floor(log.length / 2);
  const fold = foldedTo(half);
  const before = JSON.stringify(fold.states());
  const copy = fold.copy();
  for (const { event, sequence } of log.slice(half)) copy.apply(event, sequence);
  assert.equal(JSON.stringify(fold.states()), before);
  assert.equal(JSON.stringify(copy.states()), JSON.stringify(foldedTo(log.length).states()));
  assert.equal(copy.divergence, undefined);
});

test('a step reports what it settled, which actors moved, what changed in them, and their outputs', () => {
  const timeline = new Timeline(rosterOfWalker(), recordWalk());
  const { settled, changes, outputs } = timeline.at(3);
  assert.equal(settled?.id, 'run.walker.2');
  assert.deepEqual(
    changes.map(({ id, before, after }) => [id, pathOf(before), pathOf(after)]),
    [['run.walker', 'walking.judging', 'walking.asking']],
  );
  assert.deepEqual(contextChanges(changes[0] as (typeof changes)[number]), [
    { path: 'total', before: 0, after: 2 },
    { path: 'steps', before: 0, after: 1 },
  ]);
  assert.deepEqual(
    outputs.map(({ id, kind }) => ({ id, kind })),
    [{ id: 'run.walker.3', kind: 'perform' }],
  );
});

test('a log can be stepped through up to an unreadable event', () => {
  const timeline = new Timeline(rosterOfWalker({ stepped: { ...stepped, version: 2 } }), recordWalk());
  assert.throws(() => timeline.at(3), { code: 'event.version' });
  assert.equal(timeline.at(2).event.id, 'run.walker.1.result');
  assert.throws(() => timeline.at(9), { code: 'event.version' });
  assert.throws(() => timeline.at(999), { code: 'event.unknown' });
});

test('events of an earlier version are shown upcast', () => {
  const upcasts = { 1: (data: unknown) => ({ ...(data as object), note: 'upcast' }) };
  const timeline = new Timeline(rosterOfWalker({ stepped: { ...stepped, version: 2, upcasts } }), recordWalk());
  const { event } = timeline.at(3);
  assert.deepEqual([event.dataschema, event.data], ['walk.stepped/v2', { by: 2, note: 'upcast' }]);
});
