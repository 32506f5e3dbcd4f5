import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '../src/events/envelope.ts';
import type { Broker } from '../src/ports/broker.ts';
import { openBrokerOf, replay } from './support/main-job.ts';
import { createProgramHome, type ProgramHome } from './support/program.ts';
import { dataOf } from './support/simulate.ts';

const seed = Number(process.env.KILL_SEED ?? Math.floor(Math.random() * 1000));
const kills = 2;
const small = ['--ideas', '1'];

let home: ProgramHome;
let broker: Broker;

before(async () => {
  home = await createProgramHome();
});
after(async () => {
  await broker?.close();
  await home?.remove();
});

const length = async (): Promise<number> => {
  const [run] = await broker.logs.list();
  return run === undefined ? 0 : (await broker.logs.open(run)).lastSequence();
};

const twice = (names: readonly string[]): readonly string[] => names.filter((name, at) => names.indexOf(name) !== at);
const nameOfRun = ({ scope, data }: Event): string => `${scope} ${(data as any).run} ${(data as any).attempt}`;

test(`a job that is killed outright goes on where it was, and does nothing twice (KILL_SEED=${seed})`, async () => {
  broker = await openBrokerOf(home.path);
  for (let kill = 0; kill < kills; kill += 1) {
    const child = home.start(kill === 0 ? ['start', ...small] : ['resume', 'latest']);
    // A pipe that nobody empties would hold the program up.
    child.stdout?.resume();
    child.stderr?.resume();
    const before = await length();
    // Somewhere in the job: never at its very begin, when there is nothing to resume, and well before its end.
    const wanted = before + 10 + ((seed * (kill + 7)) % 35);
    while (child.exitCode === null && (await length()) < wanted) await sleep(50);
    await sleep((seed * (kill + 3)) % 700);
    assert.equal(child.exitCode, null, 'it was still at work');
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  const ending = await home.run(['resume', 'latest']);
  assert.equal(ending.code, 0, ending.stderr);

  const [run = '', ...more] = await broker.logs.list();
  assert.deepEqual(more, []);
  const { events, fold, links } = await replay(broker, run);
  const [finished, ...others] = dataOf(events, 'run.finished');
  assert.deepEqual(others, []);
  assert.equal(finished.outcome, 'completed');
  assert.deepEqual(
    finished.ideas.map(({ outcome }: { outcome: string }) => outcome),
    ['reviewed'],
  );
  assert.equal(fold.divergence, undefined);
  assert.deepEqual(twice(events.map(({ id }) => id)), []);
  assert.deepEqual(twice(events.filter(({ type }) => type === 'experiment.completed').map(nameOfRun)), []);
  for (const { through, sha256 } of dataOf(events, 'log.chained')) assert.equal(sha256, links.get(through));
});
