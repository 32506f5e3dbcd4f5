import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import * as z from 'zod';
import { checkLog } from '../../src/actors/replay/check.ts';
import type { Finding } from '../../src/actors/replay/finding.ts';
import { findingText } from '../../src/cli/finding-text.ts';
import { schemaName } from '../../src/events/envelope.ts';
import { type Changes, rosterOfWalker, stepped } from '../support/changed-roles.ts';
import { asStored, recordWalk } from '../support/walk.ts';

const check = (changes: Changes, log = recordWalk()) => checkLog(rosterOfWalker(changes), log);

type Place = Pick<Finding, 'kind' | 'sequence' | 'id' | 'actor' | 'state'> & { readonly cause: number | undefined };

const placeOf = (finding: Finding | null | undefined): Place | undefined => {
  if (!finding) return undefined;
  const { kind, sequence, id, actor, state, cause } = finding;
  return { kind, sequence, id, actor, state, cause: cause?.sequence };
};

/** The first step is requested at event 2, the result of the first task, and recorded as event 3. */
const firstStep = { sequence: 3, id: 'run.walker.2', actor: 'run.walker', state: 'walking.judging', cause: 2 };

test('a log is what the code that recorded it gives', () => {
  const log = recordWalk();
  const report = check({});
  assert.deepEqual(
    { divergence: report.divergence, prompts: report.prompts, events: report.events, chained: report.chained },
    { divergence: null, prompts: [], events: log.length, chained: 1 },
  );
});

test('a machine that reads the clock is found at the output that holds the time', (context: TestContext) => {
  context.mock.timers.enable({ apis: ['Date'], now: 1000 });
  const changes = { note: () => Date.now() };
  const log = recordWalk(changes);
  context.mock.timers.tick(5);
  const { divergence } = check(changes, log);
  assert.deepEqual(placeOf(divergence), { kind: 'machine', ...firstStep });
  assert.match(findingText(divergence as Finding), /^- +note: 1000\n\+ +note: 1005$/m);
});

test('a machine that draws random numbers is found at the output that holds one', () => {
  const changes = { note: () => Math.random() };
  assert.deepEqual(placeOf(check(changes, recordWalk(changes)).divergence), { kind: 'machine', ...firstStep });
});

test('a machine that reads the environment is found where the environment is another', (context: TestContext) => {
  const changes = { note: () => process.env.WALKER_NOTE };
  process.env.WALKER_NOTE = 'here';
  context.after(() => delete process.env.WALKER_NOTE);
  const log = recordWalk(changes);
  assert.equal(check(changes, log).divergence, null);
  process.env.WALKER_NOTE = 'there';
  assert.deepEqual(placeOf(check(changes, log).divergence), { kind: 'machine', ...firstStep });
});

test('a changed guard is found at the first recorded output that it would not have led to', () => {
  const { divergence } = check({ steps: 2 });
  const place = { sequence: 6, id: 'run.walker.5.result', actor: 'run.walker', state: 'resting', cause: 5 };
  assert.deepEqual(placeOf(divergence), { kind: 'machine', ...place });
  assert.equal(divergence?.cause?.state, 'walking.judging');
  assert.deepEqual(divergence?.computed, { type: 'walk.summed' });
});

test('a machine that goes on longer is found where the recorded one had stopped asking', () => {
  const { divergence } = check({ steps: 4 });
  assert.deepEqual(placeOf(divergence), {
    kind: 'machine',
    sequence: 8,
    id: 'run.walker.7',
    actor: 'run.walker',
    state: 'walking.asking',
    cause: 7,
  });
  assert.deepEqual(divergence?.computed, { task: 'toy', key: 'number' });
});

test('outputs in another order are found at the first of them', () => {
  const { divergence } = check({ isReordered: true });
  const place = { sequence: 8, id: 'run.walker.7', actor: 'run.walker', state: 'resting', cause: 7 };
  assert.deepEqual(placeOf(divergence), { kind: 'machine', ...place });
  assert.match(findingText(divergence as Finding), /^-type: "walk\.summed"\n\+type: "walk\.closed"$/m);
});

test('an output that a finished log does not have is found at its end', () => {
  const log = recordWalk();
  const { divergence } = check({ isLonger: true }, log);
  assert.deepEqual(
    { kind: divergence?.kind, sequence: divergence?.sequence, id: divergence?.id, state: divergence?.state },
    { kind: 'machine', sequence: log.length, id: 'run.walker.10', state: 'over' },
  );
  assert.equal(check({ isLonger: true }, log.slice(0, -1)).divergence, null, 'before its seal it may still come');
});

test('a changed prompt is no divergence, and every task that it changes is named', () => {
  const { divergence, prompts } = check({ prompt: ({ total }) => ({ text: `So far: ${total}.` }) });
  assert.equal(divergence, null);
  assert.deepEqual(
    prompts.map(({ kind, id, state }) => ({ kind, id, state })),
    [1, 3, 5].map((task) => ({ kind: 'prompt', id: `run.walker.${task}.result`, state: 'walking.asking' })),
  );
  assert.deepEqual(prompts[0]?.computed, { text: 'So far: 0.' });
});

test('a prompt that cannot be built any more is a changed one', () => {
  const prompt = () => {
    throw new Error('no template');
  };
  assert.match(
    check({ prompt }).prompts[0]?.message ?? '',
    /the current code throws while building its input: no template/,
  );
});

test('recorded data that the schema refuses today are a change of the schema', () => {
  const { divergence } = check({ stepped: { ...stepped, schema: z.object({ by: z.string() }) } });
  assert.deepEqual(placeOf(divergence), { kind: 'schema', ...firstStep, state: 'walking.judging (failed)' });
  assert.match(divergence?.message ?? '', /rejects its data: by: /);
});

test('a field with a default that the recorded data lack is a change of the schema', () => {
  const { divergence } = check({
    stepped: { ...stepped, schema: z.object({ by: z.number(), unit: z.string().default('m') }) },
  });
  assert.deepEqual(placeOf(divergence), { kind: 'schema', ...firstStep });
});

const inMetres = z.object({ metres: z.number() });

test('an event of an earlier version is brought up to date, and is then what today gives', () => {
  const upcasts = { 1: (data: unknown) => ({ by: (data as { by: number }).by, note: 'converted' }) };
  const log = recordWalk();
  const { divergence } = check({ stepped: { ...stepped, version: 2, upcasts }, note: () => 'converted' }, log);
  assert.equal(divergence, null);
});

test('an earlier version that nothing leads on from is a change of the schema, told in one line', () => {
  const changed = { stepped: { ...stepped, version: 3, schema: inMetres, upcasts: { 1: () => ({ metres: 2 }) } } };
  const { divergence } = check(changed);
  assert.deepEqual(placeOf(divergence), { kind: 'schema', ...firstStep, state: 'walking.judging (failed)' });
  assert.equal(divergence?.message, 'walk.stepped cannot be upgraded from version 2 to 3 [event.version]');
});

test('a version that is newer than the code is refused in one line', () => {
  const log = recordWalk();
  const newer = log.map(({ event }) =>
    event.type === 'walk.stepped' ? { ...event, dataschema: schemaName(event.type, 2) } : event,
  );
  const { divergence } = check({}, asStored(newer));
  assert.deepEqual(placeOf(divergence), { kind: 'schema', ...firstStep });
  assert.match(
    divergence?.message ?? '',
    /^walk\.stepped was recorded in version 2, but this code supports versions up to 1 /,
  );
});

test('an event of a type that nobody defines passes', () => {
  const log = recordWalk();
  const events = log.slice(0, -1).map(({ event }) => event);
  const foreign = { ...(events[0] as (typeof events)[number]), id: 'other.thing', type: 'other.thing', role: 'other' };
  assert.equal(check({}, asStored([...events, foreign])).divergence, null);
});

test('bytes that are not those of the chain are a change of the log', () => {
  const log = recordWalk().map((recorded) =>
    recorded.sequence === 2 ? { ...recorded, bytes: Buffer.from(`${recorded.bytes} `) } : recorded,
  );
  const { divergence } = check({}, log);
  assert.deepEqual({ kind: divergence?.kind, sequence: divergence?.sequence }, { kind: 'log', sequence: log.length });
});
