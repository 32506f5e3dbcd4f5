import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { openMachine, type Step, stepMachine } from '../../src/actors/transition.ts';
import type { Incoming } from '../../src/machines/kit/kit.ts';
import { coderWorld } from '../walks/coder.ts';
import { deskWorld } from '../walks/desk.ts';
import { directorWorld } from '../walks/director.ts';
import { experimenterWorld } from '../walks/experimenter.ts';
import { refereeWorld } from '../walks/referee.ts';
import { reviewerWorld } from '../walks/reviewer.ts';
import { scientistWorld } from '../walks/scientist.ts';
import { delivered, inputOf, moves, type Walk, Walker } from '../walks/walker.ts';
import { writerWorld } from '../walks/writer.ts';

const worlds = [
  directorWorld('batch'),
  directorWorld('open-ended'),
  deskWorld,
  scientistWorld,
  coderWorld,
  experimenterWorld,
  writerWorld,
  reviewerWorld,
  refereeWorld,
];

/** The result of XState's own pure functions, with actions in the form of a step. */
const pure = ([snapshot, actions]: readonly [unknown, readonly unknown[]]): Step => ({
  snapshot: snapshot as AnyMachineSnapshot,
  asked: actions.flatMap(({ params }: any) => params?.emissions ?? params?.work ?? []),
});

/** A step's whole result as data, with rendered task inputs. */
const asData = (make: () => Step): unknown => {
  try {
    const { snapshot, asked } = make();
    const { value, status, context, _nodes } = snapshot;
    const outputs = asked.map((one) => (typeof one === 'function' ? one() : { ...one, input: one.input() }));
    return { value, status, context, nodes: _nodes.map(({ id }: { id: string }) => id), outputs };
  } catch (error) {
    return (error as Error).message;
  }
};

/** Unexpected events: of any type that a machine knows, with valid or invalid data. */
const strange = (walk: Walk, types: readonly string[]) =>
  fc.record({
    type: fc.constantFrom(...types, 'unknown.type'),
    id: fc.constant('x'),
    scope: fc.constantFrom('run', 'idea-1', 'baseline'),
    role: fc.constantFrom(...worlds.map(({ role }) => role.name)),
    time: fc.constant('2026-01-01T00:00:00.000Z'),
    data: fc.oneof(
      fc.constant({}),
      fc.constantFrom(...[{}, ...walk.pending.map(({ data }) => data)]),
      fc.record({ number: fc.nat(3), key: fc.constantFrom('plan', 'edit', 'title'), scope: fc.constant('run') }),
    ),
  });

const compare = (world: (typeof worlds)[number], walk: Walk, event: Incoming): void => {
  const { machine } = world.role;
  const kept = asData(() => stepMachine(machine, walk.snapshot, event));
  assert.deepEqual(
    kept,
    asData(() => pure(transition(machine, walk.snapshot, event))),
  );
};

test('a machine does with the kept scope just what it does by the pure functions of XState', () => {
  let events = 0;
  for (const world of worlds) {
    const { role } = world;
    const input = inputOf(world);
    assert.deepEqual(
      asData(() => openMachine(role.machine, input)),
      asData(() => pure(initialTransition(role.machine, input))),
    );
    const walker = new Walker(world);
    const types = [...role.consumes, ...Object.keys(role.events), 'result.plan', 'result.edit', 'result.search'];
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 10, maxLength: 80 }), fc.gen(), (draws, generate) => {
        let walk = walker.getInitialSnapshot();
        for (const draw of draws) {
          compare(
            world,
            walk,
            generate(() => strange(walk, types)),
          );
          const choices = moves(world, walk);
          const move = choices[draw % choices.length];
          if (move === undefined) return;
          compare(world, walk, delivered(world, walk, move));
          walk = walker.transition(walk, move);
          events += 2;
        }
      }),
      { numRuns: 40 },
    );
  }
  assert.ok(events > 3000, `${events} events`);
});
