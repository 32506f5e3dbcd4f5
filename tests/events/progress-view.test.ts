import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressOf } from '../../src/events/projections/progress.ts';
import { viewOf } from '../../src/events/projections/progress-view.ts';
import { rested, work, workedAt, workedFrom } from '../../src/events/projections/worked.ts';
import { millisecondsOf } from '../../src/events/time.ts';
import { Log } from '../support/story.ts';
import { experiment, ideaNamed, unlimited } from '../support/studio.ts';

const begun = (ideas = 1, limits = {}): Log => new Log().start({ ideas, limits, budget: { dollars: 5 } });
const takeUp = (log: Log, task: string, scope: string, attempt = 1): Log =>
  log.add(
    'task.started',
    scope,
    task.split('.').at(-2) ?? '',
    { task, kind: 'model', key: 'edit', attempt, worker: 'w', inputSha256: 'x' },
    `${task}.started.${attempt}`,
  );
const tasksIn = (log: Log): readonly string[] => progressOf(log.events).activities.map(({ task }) => task);
const view = (log: Log, now?: string) => viewOf(progressOf(log.events), now);
const ended = (log: Log, number: number, outcome: string): Log =>
  log.add('idea.finished', `idea-${number}`, 'director', { number, name: 'n', outcome, reason: 'r', score: 5 });

test('a started task is under way, with everything known about it', () => {
  const log = takeUp(begun(), 'idea-1.coder.1', 'idea-1', 2);
  const since = log.events.at(-1)?.time;
  const activity = {
    task: 'idea-1.coder.1',
    kind: 'model',
    key: 'edit',
    role: 'coder',
    scope: 'idea-1',
    attempt: 2,
    worker: 'w',
    since,
  };
  assert.deepEqual(progressOf(log.events).activities, [activity]);
});

test('a later attempt replaces an earlier one, and the result ends it', () => {
  const log = takeUp(
    takeUp(takeUp(begun(), 'idea-1.coder.1', 'idea-1'), 'idea-1.coder.2', 'idea-1'),
    'idea-1.coder.1',
    'idea-1',
    2,
  );
  assert.deepEqual(tasksIn(log), ['idea-1.coder.2', 'idea-1.coder.1']);
  log.add('task.completed', 'idea-1', 'coder', {}, 'idea-1.coder.1.result');
  assert.deepEqual(tasksIn(log), ['idea-1.coder.2']);
  log.add('task.failed', 'idea-1', 'coder', {}, 'idea-1.coder.2.result');
  assert.deepEqual(tasksIn(log), []);
});

test('an attempt whose id tells of another task is none', () => {
  const log = begun();
  log.add('task.started', 'idea-1', 'coder', { task: 'idea-1.coder.1' }, 'idea-1.coder.2.started.1');
  assert.deepEqual(tasksIn(log), []);
});

test('cancelling a scope ends what is under way in it and below, and nowhere else', () => {
  const scopes = ['idea-1', 'idea-1.review-1', 'idea-10', 'idea-2', 'run'];
  const after = (scope: string): readonly string[] => {
    const log = begun();
    for (const one of scopes) takeUp(log, `${one}.coder.1`, one);
    return tasksIn(log.add('scope.cancelled', 'run', 'director', { scope, reason: 'x' }));
  };
  assert.deepEqual(after('idea-1'), ['idea-10.coder.1', 'idea-2.coder.1', 'run.coder.1']);
  assert.deepEqual(after('idea-1.review-1'), ['idea-1.coder.1', 'idea-10.coder.1', 'idea-2.coder.1', 'run.coder.1']);
  assert.deepEqual(after('run'), []);
});

test('an idea shows what is under way in its scope and below, and nothing of one whose name begins alike', () => {
  const log = begun(2).add('idea.started', 'idea-1', 'director', {}).add('idea.started', 'idea-10', 'director', {});
  for (const scope of ['idea-1', 'idea-1.review-1', 'idea-10', 'run']) takeUp(log, `${scope}.coder.1`, scope);
  const { ideas, roles } = view(log);
  assert.deepEqual(
    ideas.map(({ scope, now }) => [scope, now.map(({ task }) => task)]),
    [
      ['idea-1', ['idea-1.coder.1', 'idea-1.review-1.coder.1']],
      ['idea-10', ['idea-10.coder.1']],
    ],
  );
  assert.equal(roles.coder?.length, 4);
});

test('a run is paused for a reason, goes on with its budget, and ends with an outcome', () => {
  const log = begun();
  assert.deepEqual([progressOf(log.events).budget.dollars, progressOf(log.events).status], [5, 'running']);
  log.add('run.paused', 'run', 'director', { reason: 'asked' });
  const paused = progressOf(log.events);
  assert.deepEqual([paused.status, paused.reason], ['paused', 'asked']);
  log.add('run.resumed', 'run', 'director', { budget: { ...unlimited, dollars: 9 } });
  const resumed = progressOf(log.events);
  assert.deepEqual([resumed.status, resumed.reason, resumed.budget.dollars], ['running', '', 9]);
  log.add('run.finished', 'run', 'director', { outcome: 'completed', reason: 'done', ideas: [] });
  const over = progressOf(log.events);
  const { time } = log.events.at(-1) ?? {};
  assert.deepEqual(
    [over.status, over.reason, over.outcome, over.finishedAt, over.at, over.events],
    ['finished', 'done', 'completed', time, time, 4],
  );
});

test('reopening an idea takes up a run that is over, and changes nothing of one that is not', () => {
  const log = begun().add('run.paused', 'run', 'director', { reason: 'asked' });
  const reopen = () => log.add('idea.reopened', 'idea-1', 'director', { number: 1, text: '' });
  const paused = progressOf(reopen().events);
  assert.deepEqual([paused.status, paused.reason], ['paused', 'asked']);
  log.add('run.finished', 'run', 'director', { outcome: 'completed', reason: 'done', ideas: [] });
  const { status, reason, outcome, finishedAt } = progressOf(reopen().events);
  assert.deepEqual([status, reason, outcome, finishedAt], ['running', '', null, null]);
});

test('a fork begins with its own time, budget and tasks', () => {
  const log = takeUp(begun(), 'idea-1.coder.1', 'idea-1');
  log.add('run.forked', 'run', 'host', { run: 'first', through: 2, budget: { ...unlimited, tokens: 7 } });
  const { startedAt, budget, activities, worked } = progressOf(log.events);
  const { time = '' } = log.events.at(-1) ?? {};
  assert.deepEqual([startedAt, budget.tokens, activities, worked], [time, 7, [], workedFrom(time)]);
});

const barsOf = (log: Log) =>
  Object.fromEntries(
    view(log).ideas[0]?.bars.map(({ name, done, expected, complete }) => [name, `${done}/${expected} ${complete}`]) ??
      [],
  );

test('each bar fills by what is done of it, and is complete when the next part has begun', () => {
  const log = begun(1, { ideaReflections: 2, noveltyRounds: 3, runs: 4, reviews: 2 });
  const add = (type: string, data: object, role = 'coder') => log.add(type, 'idea-1', role, data);
  add('idea.drafted', { number: 1, draft: 1, done: false, idea: ideaNamed('a') }, 'scientist');
  assert.deepEqual(barsOf(log), {
    proposal: '1/3 false',
    novelty: '0/3 false',
    experiments: '0/4 false',
    figures: '0/1 false',
    paper: '0/8 false',
    review: '0/2 false',
  });
  add('idea.proposed', { number: 1, idea: ideaNamed('a') }, 'scientist');
  for (const round of [1, 2]) add('novelty.queried', { round, query: 'q', thought: '' }, 'scientist');
  add('novelty.searched', { round: 1, library: 'l', papers: [], error: null }, 'scientist');
  assert.deepEqual([barsOf(log).proposal, barsOf(log).novelty], ['1/3 true', '1/3 false']);
  add('idea.judged', { novel: true, decided: true, rounds: 2, reason: '' }, 'scientist');
  add('plan.made', { runs: [{ description: 'a' }, { description: 'b' }] });
  add('experiment.requested', { run: 2, attempt: 1, workspace: {} });
  add('experiment.completed', experiment(1), 'experimenter');
  assert.deepEqual([barsOf(log).novelty, barsOf(log).experiments], ['1/3 true', '1/2 false']);
  add('plot.edited', {});
  assert.deepEqual([barsOf(log).experiments, barsOf(log).figures], ['1/2 true', '0/1 false']);
  add('figures.described', { figures: [{ file: 'a' }] });
  add('title.chosen', { title: 'T' }, 'writer');
  add('section.drafted', { section: 'abstract', text: '', stage: 'draft' }, 'writer');
  assert.deepEqual([barsOf(log).figures, barsOf(log).paper], ['1/1 true', '1/8 false']);
  const pdf = { blob: 'p', sizeBytes: 9, pages: 8 };
  for (const version of [1, 2]) add('paper.compiled', { version, title: 'T', pdf, remaining: [] }, 'writer');
  add('review.submitted', { version: 2, number: 1, review: null, problem: '' }, 'referee');
  assert.deepEqual([barsOf(log).paper, barsOf(log).review], ['1/8 true', '1/2 false']);
  add('review.submitted', { version: 2, number: 2, review: null, problem: '' }, 'referee');
  add('review.submitted', { version: 2, number: 3, review: null, problem: '' }, 'referee');
  assert.equal(barsOf(log).review, '2/2 false', 'no more than expected');
  add('paper.reviewed', { version: 2, review: {}, score: 4 }, 'reviewer');
  assert.equal(barsOf(log).review, '2/2 true');
});

test('writing without plots completes the experiments and the figures', () => {
  const log = begun().add('title.chosen', 'idea-1', 'writer', { title: 'T' });
  assert.deepEqual([barsOf(log).experiments, barsOf(log).figures], ['0/5 true', '0/1 true']);
});

test('the fraction of an idea is the mean of its bars, and a bar of nothing is empty', () => {
  const log = begun(1, { noveltyRounds: 0, reviews: 0 }).add('idea.proposed', 'idea-1', 'scientist', {
    number: 1,
    idea: ideaNamed('a'),
  });
  assert.equal(view(log).ideas[0]?.fraction, 1 / 6);
  ended(log, 1, 'failed');
  const { fraction, done } = view(log).ideas[0] ?? {};
  assert.deepEqual([fraction, done], [1 / 6, 1], 'a failed idea came no further, but nothing is left to do');
});

test('the fraction of a run is over all ideas asked for, and over more when there are more', () => {
  const log = begun(4);
  assert.equal(view(log).fraction, 0);
  ended(log, 1, 'failed');
  assert.equal(view(log).fraction, 0.25);
  for (const number of [2, 3, 4, 5]) ended(log, number, 'failed');
  assert.deepEqual([view(log).fraction, view(log).counts.asked], [1, 5]);
});

test('a run that asks for no idea is at its end when it is over', () => {
  const log = begun(0);
  assert.equal(view(log).fraction, 0);
  log.add('run.finished', 'run', 'director', { outcome: 'completed', reason: '', ideas: [] });
  assert.equal(view(log).fraction, 1);
});

test('ideas are counted by how far they came, seeds not at all', () => {
  const log = begun(5);
  log.add('idea.requested', 'run', 'director', { number: 1 });
  for (const number of [2, 3, 4])
    log.add('idea.proposed', `idea-${number}`, 'scientist', { number, idea: ideaNamed('a') });
  for (const number of [3, 4])
    log.add('idea.judged', `idea-${number}`, 'scientist', {
      novel: number === 4,
      decided: true,
      rounds: 1,
      reason: '',
    });
  ended(ended(log, 3, 'not-novel'), 4, 'reviewed');
  assert.deepEqual(view(log).counts, { asked: 5, proposed: 3, novel: 1, ended: 2, reviewed: 1 });
});

test('before its beginning a run has no ideas', () => {
  const { ideas, counts, fraction, status } = view(new Log());
  assert.deepEqual([ideas, counts.asked, fraction, status], [[], 0, 0, 'running']);
});

test('the forecast asks for a fifth of an idea, then takes what is to come for what was spent on each', () => {
  const log = begun(3, { ideaReflections: 4 }).add('idea.requested', 'run', 'director', { number: 1 });
  log.model('coder', 'idea-1', 1);
  assert.equal(view(log).forecastDollars, null);
  ended(log, 1, 'failed').model('director', 'run', 10);
  assert.equal(view(log).forecastDollars, 11 + 2 * 1, 'two more ideas at a dollar each');
  log.add('idea.proposed', 'idea-2', 'scientist', { number: 2, idea: ideaNamed('a') }).model('coder', 'idea-2', 0.75);
  const each = 1.75 / (1 + 1 / 6);
  assert.ok(Math.abs((view(log).forecastDollars ?? 0) - (11.75 + each + (each - 0.75))) < 1e-9);
  log.model('coder', 'idea-2', 100);
  const dear = 101.75 / (1 + 1 / 6);
  assert.ok(
    Math.abs((view(log).forecastDollars ?? 0) - (111.75 + dear)) < 1e-9,
    'an idea that cost more costs no less',
  );
  const more = ended(ended(ended(begun(1), 1, 'failed'), 2, 'failed'), 3, 'failed').model('coder', 'idea-1', 6);
  assert.equal(view(more).forecastDollars, 6, 'more ideas than were asked for');
});

const minute = 60_000;
const event = (time: string, type = 'note.written', data: unknown = {}) => ({ id: 'idea-1.coder.1', time, type, data });
const start = workedFrom('2026-01-01T00:00:00.000Z');
const workedAfter = (time: string, type?: string, data?: unknown): number => work(start, event(time, type, data)).ms;

test('a gap counts in full up to a minute, and as far as a task lasted', () => {
  assert.equal(workedAfter('2026-01-01T00:00:59.999Z'), 59_999);
  assert.equal(workedAfter('2026-01-01T01:00:00.000Z'), minute);
  const late = '2026-01-01T01:00:00.000Z';
  assert.equal(workedAfter(late, 'task.completed', { durationMs: 2 * minute }), 2 * minute);
  assert.equal(workedAfter(late, 'task.failed', { durationMs: 3 * minute }), 3 * minute);
  assert.equal(workedAfter(late, 'task.completed', { durationMs: 100 * minute }), 60 * minute);
  assert.equal(workedAfter(late, 'task.started', { durationMs: 2 * minute }), minute);
  assert.equal(workedAfter(late, 'task.completed', { durationMs: '120000' }), minute);
  assert.equal(workedAfter(late, 'task.completed', null), minute);
});

test('an event at or before the last moment, or of a person, moves nothing', () => {
  assert.equal(work(start, event('2026-01-01T00:00:00.000Z')), start);
  assert.equal(work(start, event('2025-01-01T00:00:00.000Z')), start);
  assert.equal(work(start, { ...event('2026-01-01T00:00:10.000Z'), id: 'human.1' }), start);
  assert.notEqual(work(start, { ...event('2026-01-01T00:00:10.000Z'), id: 'inhuman.1' }), start);
});

test('a moment after the last event counts up to a minute, or in full while a task is under way', () => {
  const worked = { ms: 5, through: start.through };
  assert.equal(workedAt(worked, '2026-01-01T00:00:10.000Z', false), 10_005);
  assert.equal(workedAt(worked, '2026-01-01T00:10:00.000Z', false), minute + 5);
  assert.equal(workedAt(worked, '2026-01-01T00:10:00.000Z', true), 10 * minute + 5);
  assert.equal(workedAt(worked, '2025-12-31T00:00:00.000Z', true), 5);
});

test('after a pause work time continues from there, never from before', () => {
  assert.deepEqual(rested({ ms: 5, through: 10 }, '1970-01-01T00:00:00.020Z'), { ms: 5, through: 20 });
  assert.deepEqual(rested({ ms: 5, through: 10 }, '1970-01-01T00:00:00.001Z'), { ms: 5, through: 10 });
});

test('a time is RFC 3339 in UTC, to the millisecond, and nothing else', () => {
  const times = [
    '1970-01-01T00:00:01Z',
    '1970-01-01T00:00:00.5Z',
    '1970-01-01T00:00:00.05Z',
    '1970-01-01T00:00:00.123456789Z',
  ];
  assert.deepEqual(times.map(millisecondsOf), [1000, 500, 50, 123]);
  for (const time of [
    '',
    'x1970-01-01T00:00:01Z',
    '1970-01-01T00:00:01Zx',
    '1970-01-01T00:00:01',
    '1970-01-01T00:00:01+01:00',
  ])
    assert.equal(millisecondsOf(time), 0, time);
  for (const year of [1600, 1900, 1999, 2000, 2001, 2100, 2396])
    for (const day of ['01-01', '02-28', '03-01', '12-31'])
      assert.equal(millisecondsOf(`${year}-${day}T12:34:56.789Z`), Date.parse(`${year}-${day}T12:34:56.789Z`));
});
