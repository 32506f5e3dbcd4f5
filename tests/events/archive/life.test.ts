import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Archive, type ArchiveEntry, archiveOf, digest } from '../../../src/events/projections/archive.ts';
import { noCost } from '../../../src/events/projections/cost.ts';
import { Log } from '../../support/story.ts';
import { ideaNamed, modelResult } from '../../support/studio.ts';

const begun = (): Log => new Log().start({});
const own = (log: Log, type: string, data: unknown, role = 'coder'): Log => log.add(type, 'idea-1', role, data);
const entryOf = (log: Log, number = 1): ArchiveEntry => {
  const found = archiveOf(log.events).ideas.find((entry) => entry.origin === 'run' && entry.number === number);
  assert.ok(found, `there is an idea ${number}`);
  return found;
};
const lastMark = (log: Log) => {
  const { id, time } = log.events.at(-1) ?? {};
  return { id, time };
};

test('people’s remarks are kept with their kind', () => {
  const log = own(begun(), 'comment.written', { text: 'Why?' }, 'human');
  const first = lastMark(log);
  own(log, 'idea.approved', { number: 1 }, 'director');
  own(log, 'idea.reopened', { number: 1, text: 'Again.' }, 'director');
  const { remarks } = entryOf(log);
  assert.deepEqual(remarks[0], { ...first, kind: 'comment', text: 'Why?' });
  assert.deepEqual(
    remarks.map(({ kind, text }) => [kind, text]),
    [
      ['comment', 'Why?'],
      ['approval', ''],
      ['revision', 'Again.'],
    ],
  );
});

const finished = (log: Log, outcome: string, score: number | null = null): Log =>
  own(log, 'idea.finished', { number: 1, name: 'n', outcome, reason: 'said', score }, 'director');

test('an idea at its end keeps state and reason, and begins again when it is reopened', () => {
  const log = finished(begun(), 'reviewed', 6);
  own(log, 'plot.edited', {});
  own(log, 'idea.failed', { code: 'a', message: 'b' });
  const ended = entryOf(log);
  assert.deepEqual([ended.state, ended.reason, ended.outcome, ended.score], ['reviewed', 'said', 'reviewed', 6]);
  assert.equal(ended.updatedAt, lastMark(log).time);
  own(log, 'idea.reopened', { number: 1, text: '' }, 'director');
  const { state, reason, outcome, endedAt } = entryOf(log);
  assert.deepEqual([state, reason, outcome, endedAt], ['writing', '', null, null]);
});

test('a cancelled idea keeps its state, and its end is recorded', () => {
  const log = own(begun(), 'idea.started', {});
  log.add('scope.cancelled', 'run', 'director', { scope: 'idea-1', reason: 'enough' });
  const { time } = lastMark(log);
  const cancelled = entryOf(log);
  assert.deepEqual(
    [cancelled.state, cancelled.reason, cancelled.times.cancelled, cancelled.updatedAt, cancelled.outcome],
    ['cancelled', 'enough', time, time, null],
  );
  own(log, 'plot.edited', {});
  assert.equal(entryOf(log).state, 'cancelled');
  finished(log, 'cancelled');
  assert.deepEqual([entryOf(log).state, entryOf(log).outcome, entryOf(log).reason], ['cancelled', 'cancelled', 'said']);
});

test('cancelling an idea, or the run, cancels what is in it and not at its end', () => {
  const log = begun();
  for (const number of [1, 2, 10]) log.add('idea.started', `idea-${number}`, 'director', {});
  const states = (cancelled: string) => {
    const after = [...log.events];
    const copy = new Log();
    copy.events.push(...after);
    copy.add('scope.cancelled', 'run', 'director', { scope: cancelled, reason: 'x' });
    return archiveOf(copy.events).ideas.map(({ state }) => state);
  };
  assert.deepEqual(states('idea-1'), ['seed', 'cancelled', 'coding', 'coding']);
  finished(log, 'reviewed');
  assert.deepEqual(states('run'), ['seed', 'reviewed', 'cancelled', 'cancelled']);
  assert.deepEqual(states('idea-2.review-1'), ['seed', 'reviewed', 'coding', 'coding']);
});

test('a cancelled idea keeps the times of the states before', () => {
  const log = own(begun(), 'idea.started', {});
  const { times } = entryOf(log);
  log.add('scope.cancelled', 'run', 'director', { scope: 'idea-1', reason: 'enough' });
  assert.deepEqual(entryOf(log).times, { ...times, cancelled: lastMark(log).time });
});

test('the first time in each state is kept', () => {
  const log = own(begun(), 'idea.started', {});
  const { time } = lastMark(log);
  own(log, 'plot.edited', {});
  own(log, 'code.edited', { run: 1, attempt: 1, file: 'a', text: '' });
  const { times, state } = entryOf(log);
  assert.deepEqual([state, times.coding], ['coding', time]);
  assert.ok((times.plotting ?? '') > (time ?? ''));
});

test('what a role of the run spends goes to the idea that it speaks of next, whatever others do', () => {
  const log = begun().model('scientist', 'run', 1);
  own(log, 'idea.started', {}, 'director');
  assert.deepEqual(entryOf(log).cost, noCost);
  log.model('scientist', 'run', 2);
  own(log, 'idea.drafted', { number: 1, draft: 1, done: true, idea: ideaNamed('a') }, 'scientist');
  assert.equal(entryOf(log).cost.dollars, 3);
  log.model('writer', 'idea-1', 4).model('referee', 'idea-1.review-1', 8);
  const { cost, costByRole } = entryOf(log);
  assert.deepEqual(
    [cost.dollars, costByRole.scientist?.dollars, costByRole.writer?.dollars, costByRole.referee?.calls],
    [15, 3, 4, 1],
  );
  const archive: Archive = archiveOf(log.model('director', 'baseline', 16).events);
  assert.deepEqual(
    [archive.cost.dollars, archive.costByRole.scientist?.calls, Object.keys(archive.unattributed)],
    [31, 2, ['director']],
  );
});

test('a free task is charged to no idea', () => {
  const log = begun().add('task.completed', 'run', 'coder', { ...modelResult(1), kind: 'search' });
  const { cost, costByRole, unattributed } = archiveOf(log.events);
  assert.deepEqual([cost, costByRole, unattributed], [noCost, {}, {}]);
});

test('a later run is told of ideas with a name and what became of them', () => {
  const log = own(begun(), 'idea.drafted', { number: 1, draft: 1, done: true, idea: ideaNamed('a') }, 'scientist');
  log.add('idea.requested', 'run', 'director', { number: 2 });
  const told = () => digest(archiveOf(log.events));
  const first = { name: 'a', title: 'On a', experiment: 'Change one line.', origin: 'here' };
  assert.deepEqual(told(), [{ ...first, score: null, outcome: 'drafting' }]);
  own(log, 'paper.reviewed', { version: 1, review: {}, score: 4 }, 'reviewer');
  assert.deepEqual(told(), [{ ...first, score: null, outcome: 'reviewed' }]);
  finished(log, 'reviewed', 4);
  assert.deepEqual(told(), [{ ...first, score: 4, outcome: 'reviewed' }]);
  own(log, 'idea.reopened', { number: 1, text: '' }, 'director');
  finished(log, 'failed');
  assert.deepEqual(told(), [{ ...first, score: 0, outcome: 'failed' }]);
});

test('an idea whose paper came from outside has no plan to tell', () => {
  const log = own(
    begun(),
    'paper.submitted',
    { version: 1, name: 'n', title: 'T', text: '', file: { name: 'f', blob: 'b', sizeBytes: 3 }, pages: [] },
    'desk',
  );
  assert.equal(digest(archiveOf(log.events))[0]?.experiment, '');
});
