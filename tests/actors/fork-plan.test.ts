import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { createFork, type ForkChanges, planFork } from '../../src/actors/fork.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import type { Recorded } from '../../src/ports/log.ts';
import { collect } from '../support/broker-data.ts';
import { rosterOfWalker, stepped } from '../support/changed-roles.ts';
import { recordWalk } from '../support/walk.ts';

const withUnit = { stepped: { ...stepped, schema: stepped.schema.extend({ unit: z.string().default('m') }) } };
const roster = rosterOfWalker(withUnit);
const log = recordWalk(withUnit);
const { settings, models, program } = (log[0] as Recorded).event.data as RunStarted;
const unlimited = { dollars: null, tokens: null, hours: null };
const { blobs, logs } = createMemoryBroker();
const plan = (through: number, more: Partial<ForkChanges> = {}) =>
  planFork({ run: 'test', log, blobs }, through, roster, {
    ...{ settings, models, program, budget: unlimited, summary: [] },
    ...more,
  });

test('a fork shares the events up to its point, without the first, which is its own', () => {
  for (const through of [1, 2, log.length])
    assert.deepEqual(
      plan(through).shared.map(({ id }) => id),
      log.slice(1, through).map(({ event }) => event.id),
    );
});

test('a shared event keeps the name of the original run; an edited one has the fork’s, and what its schema adds', async () => {
  const step = log.findIndex(({ event }) => event.type === 'walk.stepped') + 1;
  const forked = await createFork(
    logs,
    'edited',
    plan(step, { edit: { data: { by: 7 } } }),
    '2026-01-02T00:00:00.000Z',
  );
  const events = (await collect(forked.read())).map(({ event }) => event);
  assert.deepEqual(
    events.map(({ run }) => run),
    ['edited', ...Array.from({ length: step - 2 }, () => 'test'), 'edited', 'edited'],
  );
  assert.deepEqual(events[step - 1]?.data, { by: 7, unit: 'm' });
  assert.deepEqual([events.at(-1)?.type, events.length], ['run.forked', step + 1]);
});
