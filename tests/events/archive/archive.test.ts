import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { failure, type Outcome } from '../../../src/events/outcome.ts';
import {
  type ArchiveEntry,
  applyToArchive,
  archiveOf,
  digest,
  emptyArchive,
} from '../../../src/events/projections/archive.ts';
import { addCosts, type Cost, noCost } from '../../../src/events/projections/cost.ts';
import { archivedIdeaSchema } from '../../../src/events/vocabulary/run.ts';
import { play } from '../../support/play.ts';
import { type Ask, goodAnswer } from '../../support/stand-ins.ts';
import { developed, Log } from '../../support/story.ts';
import { experiment, ideaNamed } from '../../support/studio.ts';

const entryOf = (log: Log, name: string): ArchiveEntry => {
  const found = archiveOf(log.events).ideas.find((entry) => entry.name === name);
  assert.ok(found, `there is an idea ${name}`);
  return found;
};

test('everything in the log about an idea is in its entry', () => {
  const log = developed();
  const entry = entryOf(log, 'first');
  assert.deepEqual(
    [entry.origin, entry.number, entry.scope, entry.title, entry.parents, entry.state, entry.outcome, entry.score],
    ['run', 1, 'idea-1', 'On first', ['seed_idea'], 'reviewed', 'reviewed', 5],
  );
  assert.deepEqual(
    entry.drafts.map(({ draft, done, idea }) => [draft, done, idea.name]),
    [
      [1, false, 'draft'],
      [2, true, 'first'],
    ],
  );
  const drafted = log.events.find((event) => event.type === 'idea.drafted');
  assert.deepEqual([entry.drafts[0]?.id, entry.drafts[0]?.time], [drafted?.id, drafted?.time]);
  assert.deepEqual(
    entry.novelty.map(({ round, query, error, answered }) => [round, query, error, answered]),
    [[1, 'toys', 'search.down: no', true]],
  );
  assert.equal(entry.judgement?.reason, 'new');
  assert.deepEqual(entry.plan, ['half the rate', 'twice']);
  assert.deepEqual(
    entry.figures.map(({ file }) => file),
    ['loss.png'],
  );
  assert.deepEqual(entry.sections, ['abstract']);
  assert.equal(entry.reason, 'Version 1: Reject');
  assert.equal(entry.endedAt, log.events.at(-1)?.time);
});

test('runs keep their failures, results, notes and what was changed for them', () => {
  const [run, ...others] = entryOf(developed(), 'first').runs;
  assert.deepEqual(others, []);
  assert.deepEqual(
    [run?.run, run?.description, run?.attempts, run?.notes],
    [1, 'half the rate, really', 2, 'It helped.'],
  );
  assert.equal(run?.results?.shakes?.means.loss, 1.5);
  assert.deepEqual(
    run?.failures.map(({ attempt, reason, explanation }) => [attempt, reason, explanation]),
    [[1, 'crashed', 'exit 1']],
  );
});

test('papers keep their reviews, including failed ones', () => {
  const [paper] = entryOf(developed(), 'first').papers;
  assert.deepEqual(
    [paper?.version, paper?.title, paper?.pdf?.pages, paper?.remaining, paper?.score],
    [1, 'A Paper', 8, ['a label'], 5],
  );
  assert.deepEqual(
    paper?.reviews.map(({ number, problem }) => [number, problem]),
    [
      [1, ''],
      [2, 'model.down'],
    ],
  );
  assert.equal(paper?.meta?.overall, 5);
});

test('states follow each other as the log does', () => {
  const states: string[] = [];
  let archive = emptyArchive;
  for (const event of developed().events) {
    archive = applyToArchive(archive, event);
    const state = archive.ideas.find((entry) => entry.number === 1)?.state;
    if (state !== undefined && state !== states.at(-1)) states.push(state);
  }
  const coding = ['coding', 'experimenting', 'coding', 'experimenting', 'coding'];
  assert.deepEqual(states, [
    'drafting',
    'proposed',
    'waiting',
    ...coding,
    'plotting',
    'writing',
    'compiling',
    'reviewing',
    'reviewed',
  ]);
});

test('the cost of an idea is that of its scopes, and of what the Scientist did for it', () => {
  const log = developed().model('scientist', 'run', 0.5);
  const archive = archiveOf(log.events);
  const entry = entryOf(log, 'first');
  assert.ok(Math.abs(entry.cost.dollars - 0.7) < 1e-9);
  assert.deepEqual([entry.cost.calls, entry.cost.unpriced, entry.cost.inputTokens], [4, 1, 400]);
  assert.deepEqual(Object.keys(entry.costByRole), ['scientist', 'coder', 'referee']);
  assert.equal(archive.unattributed.scientist?.dollars, 0.5);
  assert.ok(Math.abs(archive.cost.dollars - 1.2) < 1e-9);
});

test('seeds and the baseline are there, the latter measured or taken over', () => {
  const archive = archiveOf(developed().events);
  assert.deepEqual(
    archive.ideas.map(({ name, origin, state }) => [name, origin, state]),
    [
      ['seed_idea', 'seed', 'seed'],
      ['first', 'run', 'reviewed'],
    ],
  );
  assert.deepEqual([archive.baseline?.origin, archive.baseline?.results.shakes?.means.loss], ['here', 2]);
  const before = { baseline: { experiment: experiment(0), origin: 'elsewhere' } };
  assert.equal(archiveOf(new Log().start({}, before).events).baseline?.origin, 'elsewhere');
});

test('an idea that failed, was cancelled or was never proposed says so, and later events do not change it', () => {
  const log = developed();
  const [failed, cancelled] = [ideaNamed('failed'), ideaNamed('cancelled')];
  log.add('idea.proposed', 'idea-2', 'scientist', { number: 2, idea: failed });
  log.add('idea.failed', 'idea-2', 'coder', { code: 'coder.no_completed_run', message: 'none' });
  log.add('idea.finished', 'idea-2', 'director', {
    number: 2,
    name: 'failed',
    outcome: 'failed',
    reason: 'coder.no_completed_run: none',
    score: null,
  });
  log.add('plot.edited', 'idea-2', 'coder', { attempt: 1, file: 'plot.py', text: '' });
  log.add('idea.proposed', 'idea-3', 'scientist', { number: 3, idea: cancelled });
  log.add('scope.cancelled', 'run', 'director', { scope: 'idea-3', reason: 'enough' });
  log.add('idea.judged', 'idea-3', 'scientist', { number: 3, novel: true, decided: true, rounds: 1, reason: '' });
  log.add('proposal.failed', 'run', 'scientist', { number: 4, code: 'model.down', message: 'no' });
  const entries = archiveOf(log.events).ideas.filter((entry) => entry.number > 1);
  assert.deepEqual(
    entries.map(({ state, reason }) => [state, reason]),
    [
      ['failed', 'coder.no_completed_run: none'],
      ['cancelled', 'enough'],
      ['failed', 'model.down: no'],
    ],
  );
  assert.deepEqual(
    digest(archiveOf(log.events)).map(({ name, score, outcome, origin }) => [name, score, outcome, origin]),
    [
      ['first', 5, 'reviewed', 'here'],
      ['failed', 0, 'failed', 'here'],
      ['cancelled', null, 'cancelled', 'here'],
    ],
  );
});

test('over whole runs: entries match the end of the run, costs add up, and the archive is plain JSON', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.infiniteStream(fc.nat()), (ideas, stream) => {
      const next = (count: number) => (count === 0 ? 0 : (stream.next().value as number) % count);
      const priced = (outcome: Outcome<any>): Outcome<unknown> =>
        outcome.ok
          ? { ok: true, value: { ...outcome.value, costUsd: next(9), usage: { inputTokens: 3, outputTokens: 2 } } }
          : outcome;
      const answer = (ask: Ask) => priced(next(4) === 0 ? failure('model.unavailable', 'no') : goodAnswer(ask));
      const { events } = play({ wishes: { ideas }, answer, score: (number) => number % 3, choose: next });
      const archive = archiveOf(events);
      assert.deepEqual(JSON.parse(JSON.stringify(archive)), archive);
      const entries = archive.ideas.filter((entry) => entry.origin === 'run');
      const finish = events.find((event) => event.type === 'run.finished')?.data as { ideas: any[] };
      const ends = finish.ideas.map(({ scope, name, outcome, score }) => ({ scope, name, outcome, score }));
      assert.deepEqual(
        entries.map(({ scope, name, outcome, score }) => ({ scope, name, outcome, score })),
        ends,
      );
      const parts: Cost[] = [...entries.map((entry) => entry.cost), ...Object.values(archive.unattributed)];
      assert.deepEqual(parts.reduce(addCosts, noCost), archive.cost);
      assert.deepEqual(Object.values(archive.costByRole).reduce(addCosts, noCost), archive.cost);
      for (const idea of digest(archive)) assert.ok(archivedIdeaSchema.safeParse(idea).success);
    }),
    { numRuns: 100 },
  );
});
