import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { Fold } from '../../src/actors/fold.ts';
import { createRoster, type LoadedRole } from '../../src/actors/roster.ts';
import { workOnRun } from '../../src/actors/work-on-run.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { success } from '../../src/events/outcome.ts';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { defineRole, type Role } from '../../src/machines/kit/kit.ts';
import { referee } from '../../src/machines/referee/manifest.ts';
import { role as reviewer } from '../../src/machines/reviewer/index.ts';
import { bystander } from '../support/bystander.ts';
import { answer, desk, give, goodReview, load, paperData } from '../support/review-desk.ts';
import { dataOf, Simulator } from '../support/simulate.ts';
import { asker, toyRoles, toyTask } from '../support/toy-roles.ts';

const breaks = (): never => {
  throw new Error('a fault of the program');
};

const brittle = defineRole({
  ...referee.manifest,
  context: () => ({ deskScope: 'idea-1' }),
});

/** Referees; those with the given numbers throw when they are asked. */
const refereeThatBreaks = (...numbers: readonly number[]): Role =>
  brittle.withMachine(
    brittle.createMachine({
      initial: 'idle',
      states: {
        idle: {
          on: {
            'review.requested': [
              { guard: ({ event }) => numbers.includes(event.data.number), actions: brittle.keep(breaks) },
              {
                actions: brittle.emit(({ deskScope }, { data: { version, number } }) => ({
                  type: 'review.submitted',
                  scope: deskScope,
                  data: { version, number, review: goodReview, problem: '' },
                })),
              },
            ],
          },
        },
      },
    }),
  );

const reviewedBy = (broken: Role) => {
  const author = bystander('author', { 'paper.compiled': paperEvents['paper.compiled'] });
  const roster = createRoster(load(author, reviewer, broken), {}, ['model']);
  return give(
    desk(roster, { reviews: 3 }, () => answer(goodReview)),
    'paper.compiled',
    paperData(1),
  );
};

const recorded = (simulator: ReturnType<typeof reviewedBy>): readonly Event[] => {
  while (simulator.advance());
  assert.equal(simulator.fold.divergence, undefined);
  return simulator.events;
};

test('a failed referee does not block its paper: the verdict uses the other reviews', () => {
  const events = recorded(reviewedBy(refereeThatBreaks(2)));
  assert.deepEqual(
    dataOf(events, 'actor.failed').map(({ actor, code }) => [actor, code]),
    [['idea-1.review-2.referee', 'actor.threw']],
  );
  assert.equal(dataOf(events, 'paper.reviewed')[0].reviews, 2);
});

test('when every referee fails, the idea fails with the reason', () => {
  const events = recorded(reviewedBy(refereeThatBreaks(1, 2, 3)));
  assert.deepEqual(dataOf(events, 'paper.reviewed'), []);
  const [{ code, message }] = dataOf(events, 'idea.failed');
  assert.equal(code, 'reviewer.no_review');
  assert.match(message, /actor\.threw: a fault of the program/);
});

/** The toy roles with an Asker that throws: at its start, or at its first finished count. */
const toysWithBrokenAsker = (when: 'opening' | 'counting'): readonly LoadedRole[] =>
  toyRoles.map((loaded) => {
    if (loaded.role.name !== 'asker') return loaded;
    const broken = defineRole({ ...asker.manifest, context: () => (when === 'opening' ? breaks() : {}) });
    const machine = broken.createMachine({
      initial: 'asking',
      states: {
        asking: {
          entry: broken.emit(() => ({ type: 'count.requested', data: { to: 2 }, scope: 'idea-1' })),
          on: { 'count.reached': { actions: broken.keep(breaks) } },
        },
      },
    });
    return { ...loaded, role: broken.withMachine(machine) };
  });

for (const when of ['opening', 'counting'] as const) {
  test(`when the directing role fails (${when}), the host ends as stuck, and the fold has the reason`, async () => {
    const broker = createMemoryBroker();
    const log = await broker.logs.create('toy');
    const draft = {
      type: 'run.started',
      version: 1,
      run: 'toy',
      scope: 'run',
      role: 'host',
      causationid: 'run.started',
    };
    await log.append(seal({ ...draft, id: 'run.started', data: { counts: 1, to: 2 } }, new Date().toISOString()));
    let fold: Fold | undefined;
    const parts = {
      broker,
      run: 'toy',
      roster: createRoster(toysWithBrokenAsker(when), {}, ['toy']),
      performers: [
        {
          task: toyTask,
          concurrency: 1,
          attempts: 3,
          perform: async ({ step }: { step: number }) => success(step + 1),
        },
      ],
      clock: { now: () => new Date().toISOString(), sleep: (delayMs: number) => sleep(delayMs).then(() => {}) },
      logger: pino({ level: 'silent' }),
      name: 'test',
      onEvent: (_: unknown, current: Fold) => {
        fold = current;
      },
    };
    assert.equal(await workOnRun(parts, AbortSignal.timeout(30_000)), 'stuck');
    assert.equal(fold?.actors.get('run.asker')?.failure, 'actor.threw: a fault of the program');
    const events: Event[] = [];
    for await (const { event } of log.read()) events.push(event);
    assert.deepEqual(dataOf(events, 'actor.failed'), [
      { actor: 'run.asker', code: 'actor.threw', message: 'a fault of the program' },
    ]);
    assert.equal(dataOf(events, 'run.quiesced').length, 1);
  });
}

test('a machine that requests an undeclared kind of task fails, and nobody waits for a result', () => {
  const [{ role }] = toyRoles.filter((loaded) => loaded.role.name === 'counter') as [LoadedRole];
  const roles = toyRoles.map((loaded) =>
    loaded.role === role ? { ...loaded, role: { ...role, performs: [] } } : loaded,
  );
  const simulator = new Simulator(createRoster(roles, {}, []), () => assert.fail('no task is asked for'));
  const { end, events } = simulator.start({ counts: 1, to: 2 }).run();
  assert.equal(end, 'stuck');
  assert.deepEqual(
    dataOf(events, 'actor.failed').map(({ actor, code }) => [actor, code]),
    [['idea-1.counter', 'actor.invalid_task']],
  );
});
