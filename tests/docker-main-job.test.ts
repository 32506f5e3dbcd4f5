import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '../src/ports/broker.ts';
import { release, startEngine, type TestEngine } from './support/docker-engine.ts';
import { openBrokerOf, type Replayed, replay } from './support/main-job.ts';
import { createProgramHome, type Ending, type ProgramHome } from './support/program.ts';
import { dataOf } from './support/simulate.ts';

// The main job in containers, of an image that the program itself builds from Debian's packages alone; killed once in
// the middle of an experiment. Beside it the same job in bubblewrap, which it must agree with.

const image = `ai-scientist-test/full:${release()}`;
const job = ['start', '--ideas', '1'];

let engine: TestEngine;
let home: ProgramHome;
let other: ProgramHome;
const brokers: Broker[] = [];

before(async () => {
  engine = await startEngine('main-job');
  home = await createProgramHome();
  other = await createProgramHome();
});
after(async () => {
  for (const broker of brokers) await broker.close();
  await home?.remove();
  await other?.remove();
  await engine?.stop();
});

const inDocker = (): Record<string, string> => ({ DOCKER_HOST: engine.host, AI_SCIENTIST_SANDBOX_IMAGE: image });

const running = async (): Promise<readonly string[]> =>
  (await engine.docker.listContainers({ filters: { label: ['ai-scientist-task'] } })).map(({ Id }) => Id);

const only = async (home: ProgramHome): Promise<Replayed> => {
  const broker = await openBrokerOf(home.path);
  brokers.push(broker);
  const [run = '', ...more] = await broker.logs.list();
  assert.deepEqual(more, []);
  return replay(broker, run);
};

/** What a run came to, without what differs from one execution to the next: times, hashes, and papers that print them. */
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

test('the program builds the image, with no image registry', { timeout: 900_000 }, async () => {
  const isThere = await engine.docker
    .getImage(image)
    .inspect()
    .then(
      () => true,
      () => false,
    );
  if (isThere) return;
  const built: Ending = await home.run(['sandbox', 'build', '--without-registry', '--suite', release()], {
    ...inDocker(),
    PATH: `${process.env.PATH}:/usr/sbin:/sbin`,
  });
  assert.equal(built.code, 0, built.stderr + built.stdout.slice(-2000));
  assert.match(built.stdout, /is ready: sha256:[0-9a-f]{64}/);
});

test('the job in Docker, killed while an experiment runs, ends as in bubblewrap', { timeout: 900_000 }, async () => {
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
  assert.equal(ending.code, 0, ending.stderr + ending.stdout.slice(-2000));
  const beside = await other.run([...job, '--sandbox', 'bubblewrap']);
  assert.equal(beside.code, 0, beside.stderr);

  const [contained, boxed] = [await only(home), await only(other)];
  const completed = dataOf(contained.events, 'experiment.completed');
  for (const { sandbox, environment } of completed) {
    assert.match(sandbox, /^docker ai-scientist-test\/full:\w+ sha256:/);
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
