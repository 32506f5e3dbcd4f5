import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pino from 'pino';
import type { Fold } from '../../src/actors/fold.ts';
import { Host } from '../../src/actors/host.ts';
import type { Performer } from '../../src/actors/performer.ts';
import { createRoster, type LoadedRole } from '../../src/actors/roster.ts';
import { workOnRun } from '../../src/actors/work-on-run.ts';
import { Worker } from '../../src/actors/worker.ts';
import { connectNats } from '../../src/adapters/broker/nats/broker.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { success } from '../../src/events/outcome.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { RunLog } from '../../src/ports/log.ts';
import type { TaskQueue } from '../../src/ports/tasks.ts';
import { startTestServer, type TestServer } from '../support/nats-server.ts';
import { dataOf, Simulator } from '../support/simulate.ts';
import { type CounterVersion, toyRoles, toyRolesOf, toyTask } from '../support/toy-roles.ts';

const work = { counts: 3, to: 4 };
const logger = pino({ level: 'silent' });
const clock = { now: () => new Date().toISOString(), sleep: (delayMs: number) => sleep(delayMs).then(() => {}) };
const toy: Performer<typeof toyTask> = {
  task: toyTask,
  concurrency: 2,
  attempts: 10,
  perform: async ({ step }) => success(step + 1),
};
const roster = (roles: readonly LoadedRole[] = toyRoles) => createRoster(roles, {}, ['toy']);
const limit = () => AbortSignal.timeout(60_000);

let server: TestServer;
const brokers: Broker[] = [];

/** Each host has its own connection, as a separate process would. */
const connect = async (): Promise<Broker> => {
  const broker = await connectNats(server);
  brokers.push(broker);
  return broker;
};

before(async () => {
  server = await startTestServer();
});
after(async () => {
  for (const broker of brokers) await broker.close();
  await server?.stop();
});

const begin = async (broker: Broker, run: string): Promise<RunLog> => {
  const log = await broker.logs.create(run);
  const draft = { type: 'run.started', version: 2, run, scope: 'run', role: 'host', causationid: 'run.started' };
  await log.append(seal({ ...draft, id: 'run.started', data: work }, clock.now()));
  return log;
};

const eventsIn = async (log: RunLog): Promise<readonly Event[]> => {
  const events: Event[] = [];
  for await (const { event } of log.read()) events.push(event);
  return events;
};

/** A run's events, without those about workers and times. */
const idsOf = (events: readonly Event[]): readonly string[] =>
  events
    .filter(({ type }) => type !== 'task.started' && type !== 'log.chained')
    .map(({ id }) => id)
    .sort();

test('two hosts with two workers on one run record everything once, and end with the same states', async () => {
  const [one, other] = [await connect(), await connect()];
  const log = await begin(one, 'shared');
  const folds: Fold[] = [];
  const lab = (broker: Broker, index: number) =>
    workOnRun(
      {
        broker,
        run: 'shared',
        roster: roster(),
        performers: [toy],
        clock,
        logger,
        name: `worker-${index}`,
        onEvent: (_, fold) => {
          folds[index] = fold;
        },
      },
      limit(),
    );
  assert.deepEqual(await Promise.all([one, other].map(lab)), ['finished', 'finished']);

  const events = await eventsIn(log);
  const undisturbed = new Simulator(roster(), (_, input) => success(input.step + 1)).start(work).run();
  assert.deepEqual(idsOf(events), idsOf(undisturbed.events));
  assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
  const attempts = dataOf(events, 'task.started').map(({ task }) => task);
  assert.equal(new Set(attempts).size, attempts.length, 'no task is begun twice');
  const states = folds.map((fold) => JSON.stringify(fold.states()));
  assert.equal(states[0], states[1]);
  assert.equal(states[0], JSON.stringify(undisturbed.fold.states()));
});

/** The ports of a host that always comes second: it appends only recorded events. Records what it starts. */
const slowly = (broker: Broker, log: RunLog, isDiverged: () => boolean) => {
  const begunAfter: string[] = [];
  const note = (id: string): void => {
    if (isDiverged()) begunAfter.push(id);
  };
  const whenRecorded = async (id: string): Promise<void> => {
    while ((await log.get(id)) === undefined && !isDiverged()) await sleep(5);
  };
  const slowLog: RunLog = {
    run: log.run,
    append: async (event) => {
      note(event.id);
      await whenRecorded(event.id);
      return isDiverged() ? 'present' : log.append(event);
    },
    appendAt: async () => 'moved',
    restore: async () => 'moved',
    get: (id) => log.get(id),
    lastSequence: () => log.lastSequence(),
    read: () => log.read(),
    readStored: () => log.readStored(),
    follow: (from, signal) => log.follow(from, signal),
  };
  const tasks: TaskQueue = {
    publish: async (task) => {
      note(task.id);
      return 'present';
    },
    consume: broker.tasks.consume.bind(broker.tasks),
    clear: broker.tasks.clear.bind(broker.tasks),
  };
  return { log: slowLog, tasks, begunAfter };
};

const versions: readonly [string, Partial<CounterVersion>, string][] = [
  // The first step adds 1, the second 2; this version differs from the third step on.
  ['data', { added: (sum, value) => sum + (value > 2 ? 100 : value) }, 'idea-1.counter.6'],
  ['a guard', { isMore: (step, to) => step + 2 < to }, 'idea-1.counter.7.started.1'],
];

for (const [what, version, id] of versions) {
  test(`a host with ${what} of its own goes read-only at the first difference, and the other finishes the run`, async () => {
    const [one, other] = [await connect(), await connect()];
    const run = `other-${what.replaceAll(' ', '-')}`;
    const log = await begin(one, run);
    const parts = { clock, logger, blobs: one.blobs };
    const slow = slowly(other, await other.logs.open(run), () => changed.fold.divergence !== undefined);
    const changed = new Host({ ...parts, log: slow.log, tasks: slow.tasks, roster: roster(toyRolesOf(version)) });
    const host = new Host({ ...parts, log, tasks: one.tasks, roster: roster() });
    const stop = new AbortController();
    const worker = new Worker({
      ...parts,
      run,
      broker: one,
      performers: [toy],
      name: 'worker',
      admits: () => 'go',
    });
    const working = worker.work(stop.signal);
    const ends = await Promise.all([host.work(limit()), changed.work(limit())]);
    stop.abort();
    await working;

    assert.deepEqual(ends, ['finished', 'read-only']);
    assert.equal(changed.fold.divergence?.id, id);
    assert.equal(host.fold.divergence, undefined);
    assert.deepEqual(slow.begunAfter, []);
    const undisturbed = new Simulator(roster(), (_, input) => success(input.step + 1)).start(work).run();
    assert.deepEqual(idsOf(await eventsIn(log)), idsOf(undisturbed.events));

    const replayed = slowly(other, log, () => true);
    const late = new Host({ ...parts, log: replayed.log, tasks: replayed.tasks, roster: roster(toyRolesOf(version)) });
    assert.equal(await late.work(limit()), 'read-only');
    assert.equal(late.fold.divergence?.id, id);
    assert.deepEqual(replayed.begunAfter, []);
  });
}
