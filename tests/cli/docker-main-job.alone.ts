import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '../../src/ports/broker.ts';
import { noEngine } from '../support/docker-daemon.ts';
import { startEngine, type TestEngine } from '../support/docker-engine.ts';
import { openBrokerOf, type Replayed, replay } from '../support/main-job.ts';
import { createProgramHome, type ProgramHome } from '../support/program.ts';
import { dataOf } from '../support/simulate.ts';
import { smallTemplate } from '../support/small-template.ts';

// The main job in containers, killed once during an experiment. It must agree with the same job in bubblewrap.

let template: string;
let engine: TestEngine;
let home: ProgramHome;
let other: ProgramHome;
const brokers: Broker[] = [];

before(async () => {
  if (noEngine !== false) return;
  engine = await startEngine();
  template = smallTemplate({ noveltyRounds: 1 });
  home = await createProgramHome();
  other = await createProgramHome();
});
after(async () => {
  for (const broker of brokers) await broker.close();
  await home?.remove();
  await other?.remove();
  if (template !== undefined) rmSync(template, { recursive: true });
  await engine?.stop();
});

const inDocker = (): Record<string, string> => ({ DOCKER_HOST: engine.host, AI_SCIENTIST_SANDBOX_IMAGE: engine.image });

const running = async (): Promise<readonly string[]> =>
  (await engine.docker.listContainers({ filters: { label: ['ai-scientist-task'] } })).map(({ Id }) => Id);

const only = async (home: ProgramHome): Promise<Replayed> => {
  const broker = await openBrokerOf(home.path);
  brokers.push(broker);
  const [run = '', ...more] = await broker.logs.list();
  assert.deepEqual(more, []);
  return replay(broker, run);
};

/** A run's result without what differs between executions: times, hashes, and papers that print them. */
const archiveOf = ({ events }: Replayed) => ({
  experiments: dataOf(events, 'experiment.completed').map(({ run, results, outputs }: any) => ({
    run,
    outputs: Object.keys(outputs),
    metrics: Object.entries(results).map(([dataset, { means }]: any) => [dataset, Object.keys(means)]),
  })),
  figures: dataOf(events, 'plot.completed').map(({ figures }: any) => Object.keys(figures)),
  ideas: dataOf(events, 'run.finished').flatMap(({ ideas }: any) =>
    ideas.map(({ name, outcome }: any) => [name, outcome]),
  ),
  papers: dataOf(events, 'paper.compiled').map(({ title, pages }: any) => [title, pages]),
});

test('the job in Docker, killed while an experiment runs, ends as in bubblewrap', {
  skip: noEngine,
  timeout: 900_000,
}, async () => {
  const job = ['run', template, '--ideas', '1'];
  const beside = other.run([...job, '--sandbox', 'bubblewrap']);
  const child = home.start([...job, '--sandbox', 'docker'], inDocker());
  child.stdout?.resume();
  let complaints = '';
  child.stderr?.on('data', (chunk) => {
    complaints += chunk;
  });
  while ((await running()).length === 0) {
    assert.equal(child.exitCode, null, complaints);
    await sleep(50);
  }
  const [underway] = await running();
  child.kill('SIGKILL');
  await once(child, 'exit');
  assert.deepEqual(await running(), [underway], 'the experiment outlives the program');

  const ending = await home.run(['resume', 'latest'], inDocker());
  // With one round there is no search before the verdict, so that the idea is not novel: completed without a paper.
  assert.equal(ending.code, 3, ending.stderr + ending.stdout.slice(-2000));
  const boxedEnding = await beside;
  assert.equal(boxedEnding.code, 3, boxedEnding.stderr);

  const [contained, boxed] = [await only(home), await only(other)];
  const completed = dataOf(contained.events, 'experiment.completed');
  for (const { sandbox, environment } of completed) {
    assert.match(sandbox, /^docker ai-scientist-test\/sandbox:\w+ sha256:/);
    assert.match(environment.image, /@sha256:[0-9a-f]{64}$/);
  }
  const results = contained.events.filter(
    ({ type, data }: any) => type === 'task.completed' && data.kind === 'experiment',
  );
  assert.equal(new Set(results.map(({ id }) => id)).size, results.length);
  assert.equal(
    dataOf(contained.events, 'task.started').filter(({ kind, attempt }: any) => kind === 'experiment' && attempt > 1)
      .length,
    1,
  );
  assert.deepEqual(archiveOf(contained), archiveOf(boxed));
  assert.deepEqual(await engine.docker.listContainers({ all: true }), []);
  assert.deepEqual((await engine.docker.listVolumes()).Volumes ?? [], []);
});
