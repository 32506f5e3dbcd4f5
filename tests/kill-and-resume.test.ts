import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { serverFolder } from '../src/adapters/nats/embedded/paths.ts';
import { readRecord } from '../src/adapters/nats/embedded/record.ts';
import type { Event } from '../src/events/envelope.ts';
import type { Broker } from '../src/ports/broker.ts';
import { randomFrom } from './ring/lab.ts';
import { openBrokerOf, type Replayed, replay } from './support/main-job.ts';
import { createProgramHome, type ProgramHome } from './support/program.ts';
import { dataOf } from './support/simulate.ts';

// KILLS=20 is the whole proof; a few kills show the same in the time that the suite has.
const kills = Number(process.env.KILLS ?? 2);
const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1000));
const job = ['start', '--ideas', process.env.KILL_IDEAS ?? '1'];

const homes: ProgramHome[] = [];
const brokers: Broker[] = [];

const openHome = async (): Promise<{ home: ProgramHome; broker: Broker }> => {
  const home = await createProgramHome();
  homes.push(home);
  const broker = await openBrokerOf(home.path);
  brokers.push(broker);
  return { home, broker };
};

after(async () => {
  for (const broker of brokers) await broker.close();
  for (const home of homes) await home.remove();
});

const replayOnly = async (broker: Broker): Promise<Replayed> => {
  const [run = '', ...more] = await broker.logs.list();
  assert.deepEqual(more, []);
  return replay(broker, run);
};

let calm: Replayed;

before(async () => {
  const { home, broker } = await openHome();
  const ending = await home.run(job);
  assert.equal(ending.code, 0, ending.stderr);
  calm = await replayOnly(broker);
});

const length = async (broker: Broker): Promise<number> => {
  const [run] = await broker.logs.list();
  return run === undefined ? 0 : (await broker.logs.open(run)).lastSequence();
};

/** The program, the server and the server's guardian, as a power cut would. What the program started dies with it. */
const killEverything = async (home: ProgramHome, child: ChildProcess): Promise<void> => {
  const record = await readRecord(serverFolder(home.path));
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  for (const pid of [record?.guardianPid, record?.serverPid]) {
    try {
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
    } catch {
      // It was gone already.
    }
  }
  await gone;
};

/** What a run comes to, apart from who tried what how often: events per scope, and how each idea ended. */
const accountOf = ({ events }: Replayed) => {
  const scopes: Record<string, number> = {};
  for (const { type, scope } of events)
    if (type !== 'task.started' && type !== 'log.chained') scopes[scope] = (scopes[scope] ?? 0) + 1;
  const [finished, ...more] = dataOf(events, 'run.finished');
  assert.deepEqual(more, []);
  const ideas = finished.ideas.map(({ scope, name, outcome }: Record<string, string>) => ({ scope, name, outcome }));
  return { scopes, outcome: finished.outcome, ideas };
};

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);
const nameOfRun = ({ scope, data }: Event): string => `${scope} ${(data as any).run} ${(data as any).attempt}`;

test(`a job of which everything is killed ${kills} times comes to the same (KILL_SEED=${seed})`, async (t) => {
  const { home, broker } = await openHome();
  const random = randomFrom(seed);
  // Anywhere but at the very begin, when there is nothing to resume, and at the very end.
  const moments = Array.from({ length: kills }, () => 5 + Math.floor(random() * (calm.events.length - 35))).sort(
    (one, other) => one - other,
  );
  for (const [kill, moment] of moments.entries()) {
    const child = home.start(kill === 0 ? job : ['resume', 'latest']);
    // A pipe that nobody empties would hold the program up.
    child.stdout?.resume();
    child.stderr?.resume();
    while (child.exitCode === null && (await length(broker)) < moment) await sleep(50);
    await sleep(random() * 300);
    assert.equal(child.exitCode, null, 'it was still at work');
    await killEverything(home, child);
    t.diagnostic(`kill ${kill + 1} after event ${await length(broker)} of about ${calm.events.length}`);
  }
  const ending = await home.run(['resume', 'latest']);
  assert.equal(ending.code, 0, ending.stderr);

  const stormy = await replayOnly(broker);
  assert.deepEqual(accountOf(stormy), accountOf(calm));
  const { events, fold, links } = stormy;
  assert.equal(fold.divergence, undefined);
  assert.deepEqual(twice(events.map(({ id }) => id)), []);
  assert.deepEqual(twice(events.filter(({ type }) => type === 'experiment.completed').map(nameOfRun)), []);
  for (const { through, sha256 } of dataOf(events, 'log.chained')) assert.equal(sha256, links.get(through));
  const again = await replayOnly(broker);
  assert.equal(JSON.stringify(again.fold.states()), JSON.stringify(fold.states()));
});
