import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { projectRoot } from '../../src/adapters/machine/home.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { openBrokerOf, type Replayed, replay, textOfPdf } from '../support/main-job.ts';
import { createProgramHome, type Ending, type ProgramHome } from '../support/program.ts';
import { dataOf } from '../support/simulate.ts';

// The main job as users start it: real program, NATS server, sandbox, experiments and LaTeX; the playbook answers.

const ideas = 3;

let home: ProgramHome;
let broker: Broker;
let ending: Ending;
let run: string;
let first: Replayed;

before(async () => {
  home = await createProgramHome();
  ending = await home.run(['start', '--ideas', String(ideas)]);
  broker = await openBrokerOf(home.path);
  [run = ''] = await broker.logs.list();
  first = await replay(broker, run);
});
after(async () => {
  await broker?.close();
  await home?.remove();
});

const compiled = (): readonly { scope: string; title: string; blob: string }[] =>
  first.events
    .filter(({ type }) => type === 'paper.compiled')
    .map(({ scope, data }: any) => ({ scope, title: data.title, blob: data.pdf.blob }));

test('the job completes, and its log says so', () => {
  assert.equal(ending.code, 0, ending.stderr + ending.stdout.slice(-2000));
  assert.equal(ending.stderr.trim(), '');
  const [finished, ...more] = dataOf(first.events, 'run.finished');
  assert.equal(more.length, 0);
  assert.equal(finished.outcome, 'completed', finished.reason);
  assert.equal(finished.ideas.length, ideas);
});

test('papers are written to the named results folder, and nothing to the project', async () => {
  const laidOut = await readdir(join(home.path, 'results', run));
  assert.ok(laidOut.length >= 2, laidOut.join());
  assert.equal(existsSync(join(projectRoot, 'results', run)), false);
});

test('at least two ideas end in a reviewed paper, and one is found not to be novel', () => {
  const { ideas: ended } = dataOf(first.events, 'run.finished')[0];
  const outcomes = ended.map(({ outcome }: { outcome: string }) => outcome);
  assert.ok(outcomes.filter((outcome: string) => outcome === 'reviewed').length >= 2, outcomes.join());
  assert.ok(outcomes.includes('not-novel'), outcomes.join());
  for (const { outcome, score } of ended) assert.equal(score !== null, outcome === 'reviewed');
});

test('the experiments were really executed in the sandbox, with different results', () => {
  const completed = dataOf(first.events, 'experiment.completed');
  assert.ok(completed.length >= 5, `${completed.length} experiments`);
  for (const { resources, environment, sandbox } of completed) {
    assert.equal(sandbox, 'bubblewrap');
    assert.ok(resources.wallTimeMs > 500 && resources.cpuTimeMs > 500 && resources.peakMemoryBytes > 10_000_000);
    assert.ok(Object.keys(environment).length > 2);
  }
  assert.equal(new Set(completed.map(({ results }) => JSON.stringify(results))).size, completed.length);
});

test('no answer was refused but to a complaint that the script has no repair for, and no check blocked a paper', () => {
  const kinds = ['answer.rejected', 'question.failed', 'actor.failed', 'plot.failed'];
  const faults = first.events.filter(
    ({ type, data }) => kinds.includes(type) && (data as { purpose?: string }).purpose !== 'writer.fix',
  );
  assert.deepEqual(
    faults.map(({ type, scope, data }) => ({ type, scope, data })),
    [],
  );
  assert.deepEqual(
    dataOf(first.events, 'paper.checked').flatMap(({ blocking }) => blocking),
    [],
  );
  assert.deepEqual(
    dataOf(first.events, 'paper.typeset').flatMap(({ errors }) => errors),
    [],
  );
});

test('each paper is a PDF that says by whom it was written, and of which run it is', async () => {
  assert.ok(compiled().length >= 2);
  for (const { scope, title, blob } of compiled()) {
    const pdf = await broker.blobs.get(blob);
    assert.equal(Buffer.from(pdf.subarray(0, 4)).toString(), '%PDF', scope);
    const text = await textOfPdf(pdf);
    assert.ok(text.includes('This paper was written by an artificial intelligence'), text.slice(0, 800));
    assert.ok(text.includes('scripted'), 'the playbook says what it is');
    assert.ok(text.replaceAll(/[\s-]/g, '').includes(run.replaceAll('-', '')), `${scope} names its run`);
    assert.ok(text.includes('References'), scope);
    assert.doesNotMatch(text, /\?\?|\[\?\]/, `${scope}: an open reference`);
    const words = title.split(/[^\w]+/).filter((word) => word.length > 6);
    assert.ok(
      words.some((word) => text.toLowerCase().includes(word.toLowerCase())),
      title,
    );
  }
});

test('the log folds to the same states whenever it is read, with nothing left to do', async () => {
  const again = await replay(broker, run);
  for (const { fold } of [first, again]) {
    assert.equal(fold.divergence, undefined);
    assert.deepEqual(
      [...fold.outstanding.values()].filter((output) => !fold.isDropped(output)),
      [],
    );
  }
  assert.equal(JSON.stringify(again.fold.states()), JSON.stringify(first.fold.states()));
});

test('the hash chain that is recorded is the one that the stored bytes give', () => {
  const chained = dataOf(first.events, 'log.chained');
  assert.ok(chained.length > 0);
  for (const { through, sha256 } of chained) assert.equal(sha256, first.links.get(through), `through ${through}`);
  const end = first.events.findIndex(({ type }) => type === 'run.finished') + 1;
  assert.ok(
    chained.some(({ through }) => through === end),
    'the end is covered',
  );
});
