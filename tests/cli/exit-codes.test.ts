import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createRoster } from '../../src/actors/roster.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { type Exit, exitCodes, exitOfError, exitOfOutcome } from '../../src/cli/exit-codes.ts';
import { showWork } from '../../src/cli/live/show-work.ts';
import type { Event } from '../../src/events/envelope.ts';
import type { ErrorCode } from '../../src/events/errors/registry.ts';
import { CodedError, type Outcome } from '../../src/events/outcome.ts';
import { progressOf } from '../../src/events/projections/progress.ts';
import type { Work, WorkEnd } from '../../src/lab/work/work.ts';
import { role as desk } from '../../src/machines/desk/index.ts';
import { role as referee } from '../../src/machines/referee/index.ts';
import { role as reviewer } from '../../src/machines/reviewer/index.ts';
import type { Notice } from '../../src/ports/hooks.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { answer, goodReview, load, unreachable } from '../support/review-desk.ts';
import { Simulator } from '../support/simulate.ts';
import { developed } from '../support/story.ts';
import { startedWith } from '../support/studio.ts';

const { events } = developed();
const ended = (outcome: string, reviewed: boolean) => {
  const progress = progressOf(events);
  const ideas = progress.archive.ideas.map((idea) => ({ ...idea, outcome: reviewed ? 'reviewed' : 'not-novel' }));
  return { ...progress, status: 'finished', outcome, archive: { ...progress.archive, ideas } } as const;
};

/** The exit of work that ends in this way, and whether an actor waits for a person then. */
const exitOf = async (context: TestContext, ending: WorkEnd, isWaiting = false): Promise<Exit> => {
  for (const stream of [process.stdout, process.stderr]) context.mock.method(stream, 'write', () => true);
  const perform: Work['perform'] = async (viewer) => {
    viewer.waiting(isWaiting ? ['run.director'] : []);
    return ending;
  };
  const work = { run: 'alpha', models: {}, perform, close: async () => {} };
  return showWork(servicesOn(createMemoryBroker()), work, { silent: true, json: true });
};

const finished = (outcome: string, reviewed: boolean): WorkEnd => ({
  end: 'finished',
  progress: ended(outcome, reviewed),
  folder: '/results/alpha',
});

const cases: readonly [Exit, WorkEnd, boolean?][] = [
  ['done', finished('completed', true)],
  ['paperless', finished('completed', false)],
  ['failed', finished('failed', true)],
  ['cancelled', finished('cancelled', true)],
  ['paused', { end: 'paused', reason: 'budget.dollars' }],
  ['waiting', { end: 'stopped' }, true],
  ['waiting', { end: 'waiting', actors: ['run.director'] }],
  ['interrupted', { end: 'stopped' }],
  ['failed', { end: 'stuck', broken: null }],
  ['failed', { end: 'read-only', divergence: undefined }],
];

for (const [exit, ending, isWaiting] of cases) {
  const outcome = ending.end === 'finished' ? ` ${ending.progress.outcome}` : '';
  test(`work that is ${ending.end}${outcome} exits as ${exit}`, async (context) => {
    assert.equal(await exitOf(context, ending, isWaiting), exit);
  });
}

test('a review exits as done with a verdict, as failed without', () => {
  const rename = { reviewer: { 'paper.compiled': 'paper.submitted' } };
  const roster = createRoster(load(desk, reviewer, referee), rename, ['model']);
  const paper = { name: 'draft', title: 'A Draft', text: '', file: { name: 'd', blob: 'b', sizeBytes: 1 }, pages: [] };
  const started = startedWith({ limits: { reviews: 2, reviewReflections: 0 } }, { paper });
  const exit = (given: Outcome<unknown>) =>
    exitOfOutcome(progressOf(new Simulator(roster, () => given).start(started).run().events));
  assert.equal(exit(answer(goodReview)), 'done');
  assert.equal(exit(unreachable), 'failed');
});

test('wrong usage exits with 2, damage with 7, any other error with 1', async (context) => {
  const services = servicesOn(createMemoryBroker());
  const codeOf = async (line: string) => (await call(context, services, line)).code;
  assert.equal(await codeOf('dance'), 2);
  assert.equal(await codeOf('answer alpha task'), 2);
  assert.equal(await codeOf('show alpha'), 1);
  const folder = await mkdtemp(join(tmpdir(), 'exit-'));
  context.after(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'no.bundle.tar'), 'no bundle');
  assert.equal(await codeOf(`import ${folder}/no.bundle.tar`), 7);
});

test('an error’s exit follows from its code', () => {
  const exit = (code: ErrorCode) => exitOfError(new CodedError(code, ''));
  assert.equal(exit('cli.bad_option'), 'misused');
  assert.equal(exit('log.corrupt'), 'damaged');
  assert.equal(exit('model.no_key'), 'failed');
  assert.equal(exitOfError(new TypeError('no')), 'failed');
});

test('--help ends with every exit code, and no two ends share one', async (context) => {
  const { output } = await call(context, servicesOn(createMemoryBroker()), '--help');
  for (const { code, meaning } of Object.values(exitCodes)) assert.ok(output.includes(`${code}`.padEnd(5) + meaning));
  const codes = Object.values(exitCodes).map(({ code }) => code);
  assert.equal(new Set(codes).size, codes.length);
});

test('work tells the hooks what is new: that a run waits, and its events', async (context) => {
  for (const stream of [process.stdout, process.stderr]) context.mock.method(stream, 'write', () => true);
  const told: Notice[] = [];
  const hooks = async () => ({ tell: (notice: Notice) => void told.push(notice), settle: async () => {} });
  const [old, late] = [events[0], events.at(-1)] as [Event, Event];
  const perform: Work['perform'] = async (viewer) => {
    viewer.event(old, false);
    viewer.event(late, true);
    viewer.waiting(['run.director']);
    viewer.waiting([]);
    return { end: 'stopped' };
  };
  const work = { run: 'alpha', models: {}, perform, close: async () => {} };
  await showWork({ ...servicesOn(createMemoryBroker()), hooks }, work, { silent: true });
  assert.deepEqual(
    told.map(({ id, kind }) => [id, kind]),
    [
      [late.id, null],
      ['waiting.2', 'waiting'],
    ],
  );
});
