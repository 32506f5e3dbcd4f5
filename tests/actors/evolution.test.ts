import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMachine } from 'xstate';
import * as z from 'zod';
import { checkLog } from '../../src/actors/replay/check.ts';
import { Timeline } from '../../src/actors/replay/timeline.ts';
import { loadRoles } from '../../src/actors/roles/load.ts';
import { createRoster, type Roster } from '../../src/actors/roster.ts';
import { evolved } from '../../src/events/evolved.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import { atPresent, known } from '../../src/lab/runs/present.ts';
import { coder } from '../../src/machines/coder/manifest.ts';
import type { EventDefinition, Role } from '../../src/machines/kit/kit.ts';
import { corpusFolder, readCorpus } from '../support/corpus.ts';

/** A recorded run, with every event in its first version. */
const { log } = (await readCorpus(corpusFolder)).find(({ name }) => name === 'improved') as { log: any };

/** The roles of the run, with a later version of the Coder. */
const rosterWith = async (change: (coder: Role) => Role): Promise<Roster> => {
  const { roster } = log[0].event.data as RunStarted;
  const { roles } = await loadRoles(
    roster.roles.map(({ name }) => name),
    'later',
  );
  const changed = roles.map((loaded) =>
    loaded.role.name === 'coder' ? { ...loaded, role: change(loaded.role) } : loaded,
  );
  return createRoster(
    changed,
    {},
    roles.flatMap(({ role }) => role.performs),
  );
};

const withPlan = (definition: Partial<EventDefinition>) => (coder: Role) => ({
  ...coder,
  events: { ...coder.events, 'plan.made': { ...(coder.events['plan.made'] as EventDefinition), ...definition } },
});

const secondPlan = {
  version: 2,
  schema: z.object({ runs: z.array(z.object({ description: z.string(), isBold: z.boolean().default(false) })).min(1) }),
};
const upcasts = {
  1: (data: any) => ({ runs: data.runs.map((run: object) => ({ ...run, isBold: false })) }),
};

/** The Coder with some of its states replaced. */
const withStates = (states: (present: any) => object) => (coder: Role) => {
  const config = coder.machine.config as any;
  const machine = createMachine({ ...config, states: { ...config.states, ...states(config.states) } });
  return { ...coder, machine } as Role;
};

const sequenceOf = (type: string): number => log.findIndex(({ event }: any) => event.type === type) + 1;

test('a run recorded with the first version of an event is what code with the second one gives', async () => {
  const roster = await rosterWith(withPlan({ ...secondPlan, upcasts }));
  const report = checkLog(roster, log);
  assert.deepEqual([report.divergence, report.events], [null, log.length]);
  const { event } = new Timeline(roster, log).at(sequenceOf('plan.made'));
  assert.equal(event.dataschema, 'plan.made/v2');
  assert.ok((event.data as any).runs.every(({ isBold }: any) => isBold === false));
});

test('without the way up the schema has changed, at the first event that needs it', async () => {
  const { divergence } = checkLog(await rosterWith(withPlan(secondPlan)), log);
  const { kind, sequence, actor, state, message } = divergence as NonNullable<typeof divergence>;
  assert.deepEqual(
    { kind, sequence, actor, state },
    { kind: 'schema', sequence: sequenceOf('plan.made'), actor: 'idea-1.coder', state: 'planning.judging' },
  );
  assert.equal(message, 'plan.made cannot be upgraded from version 1 to 2 [event.version]');
});

test('commands that only show a run bring its events up to date where there is a way, and show the others as they are', () => {
  const { event } = log[sequenceOf('plan.made') - 1];
  assert.deepEqual((atPresent(event, { 'plan.made': { version: 2, upcasts } }).data as any).runs[0].isBold, false);
  assert.equal(atPresent(event, { 'plan.made': { version: 2 } }), event);
  assert.equal(atPresent(event, {}), event);
});

test('the list of events beyond their first version is what the vocabularies say', () => {
  const beyond = Object.entries(known).filter(([, { version }]) => version > 1);
  assert.deepEqual(Object.fromEntries(beyond.map(([type, { version }]) => [type, version])), evolved);
});

test('another guard in a built-in machine is found at the first output that it changes', async () => {
  const roster = await rosterWith(
    withStates(({ continuing }) => ({
      continuing: { always: [{ ...continuing.always[0], guard: () => false }, continuing.always[1]] },
    })),
  );
  const { divergence } = checkLog(roster, log);
  const { kind, actor, state, id, cause } = divergence as NonNullable<typeof divergence>;
  assert.deepEqual(
    { kind, actor, state, cause: cause?.state },
    {
      kind: 'machine',
      actor: 'idea-1.coder',
      state: 'endingExperiments',
      cause: 'noting.judging',
    },
  );
  const noted = log[sequenceOf('note.written') - 1].event.id;
  assert.equal(Number(id.split('.')[2]), Number(noted.split('.')[2]) + 1, 'the output after the first note');
});

test('the clock read by a built-in machine is found at the event that holds the time', async () => {
  const roster = await rosterWith(
    withStates(({ finishing }) => ({
      finishing: { ...finishing, entry: coder.emit(() => ({ type: 'coding.finished', data: finished(Date.now()) })) },
    })),
  );
  const finished = (now: number) => ({ runs: [], notes: `at ${now}`, figures: [], code: {}, environment: {} });
  const { divergence } = checkLog(roster, log);
  const { kind, sequence, actor, state } = divergence as NonNullable<typeof divergence>;
  const place = { sequence: sequenceOf('coding.finished'), actor: 'idea-1.coder', state: 'finishing' };
  assert.deepEqual({ kind, sequence, actor, state }, { kind: 'machine', ...place });
});

test('another prompt of a built-in machine is found at every call that it words anew, and nowhere else', async () => {
  const ask = coder.perform(() => ({
    kind: 'model',
    key: 'plan',
    input: () => ({ purpose: 'coder.plan', system: '', messages: [], temperature: 0, maxTokens: 1 }),
  }));
  const roster = await rosterWith(
    withStates(({ planning }) => ({
      planning: { ...planning, states: { ...planning.states, asking: { ...planning.states.asking, entry: ask } } },
    })),
  );
  const { divergence, prompts } = checkLog(roster, log);
  assert.equal(divergence, null);
  assert.deepEqual(
    prompts.map(({ kind, actor, state }) => ({ kind, actor, state })),
    [{ kind: 'prompt', actor: 'idea-1.coder', state: 'planning.asking' }],
  );
});
