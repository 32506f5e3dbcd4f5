import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyToProgress, noProgress, progressOf } from '../../src/events/projections/progress.ts';
import { viewOf } from '../../src/events/projections/progress-view.ts';
import { work, workedAt, workedFrom } from '../../src/events/projections/worked.ts';
import { millisecondsOf } from '../../src/events/time.ts';
import { play } from '../support/play.ts';
import { developed, Log } from '../support/story.ts';

const minute = 60_000;
const taken = (task: string, attempt = 1) => ({
  task,
  kind: 'model',
  key: 'edit',
  attempt,
  worker: 'w',
  inputSha256: 'x',
});

test('a task is under way if it was started and has no result', () => {
  const log = developed();
  log.add('task.started', 'idea-2', 'coder', taken('idea-2.coder.3'), 'idea-2.coder.3.started.1');
  log.add('task.started', 'idea-2', 'coder', taken('idea-2.coder.3', 2), 'idea-2.coder.3.started.2');
  log.add('task.started', 'run', 'scientist', taken('run.scientist.9'), 'run.scientist.9.started.1');
  log.add(
    'idea.drafted',
    'idea-2',
    'scientist',
    (log.events.find((event) => event.type === 'idea.drafted') as any).data,
  );
  const view = viewOf(progressOf(log.events));
  assert.deepEqual(
    view.ideas[1]?.now.map(({ task, attempt }) => [task, attempt]),
    [['idea-2.coder.3', 2]],
  );
  assert.deepEqual(Object.keys(view.roles).sort(), ['coder', 'scientist']);
  log.add('task.failed', 'idea-2', 'coder', taken('idea-2.coder.3'), 'idea-2.coder.3.result');
  assert.deepEqual(Object.keys(viewOf(progressOf(log.events)).roles), ['scientist']);
  log.add('scope.cancelled', 'run', 'director', { scope: 'run', reason: 'x' });
  assert.deepEqual(viewOf(progressOf(log.events)).roles, {});
});

test('bars fill up to what is expected, and an idea at its end is done', () => {
  const { events } = developed();
  const at = (type: string) => {
    const length = events.findLastIndex((event) => event.type === type) + 1;
    return viewOf(progressOf(events.slice(0, length))).ideas[0];
  };
  const bars = at('note.written')?.bars.map(
    ({ name, done, expected, complete }) => `${name} ${done}/${expected} ${complete}`,
  );
  assert.deepEqual(bars, [
    'proposal 2/4 true',
    'novelty 1/10 true',
    'experiments 1/2 false',
    'figures 0/1 false',
    'paper 0/8 false',
    'review 0/2 false',
  ]);
  assert.equal(at('note.written')?.fraction, 2.5 / 6);
  assert.equal(at('idea.finished')?.fraction, 1);
  const { counts, fraction } = viewOf(progressOf(events));
  assert.deepEqual(counts, { asked: 2, proposed: 1, novel: 1, ended: 1, reviewed: 1 });
  assert.equal(fraction, 0.5);
});

test('the forecast takes what is to come for what the parts that are done cost', () => {
  const { events } = developed();
  const forecasts = events.map((_, index) => viewOf(progressOf(events.slice(0, index + 1))).forecastDollars);
  assert.equal(forecasts[1], null, 'nothing is done yet');
  assert.ok((forecasts.find((dollars) => (dollars ?? 0) > 0) ?? 0) > 0, 'there is one before the first idea has ended');
  assert.ok(Math.abs((viewOf(progressOf(events)).forecastDollars ?? 0) - 1.4) < 1e-9);
});

test('pauses are known, and do not count as time', () => {
  const log = new Log().start({}).add('run.paused', 'run', 'director', { reason: 'budget.dollars' });
  const paused = viewOf(progressOf(log.events), '2026-01-01T05:00:00.000Z');
  assert.deepEqual([paused.status, paused.reason, paused.elapsedMs], ['paused', 'budget.dollars', minute]);
  for (let count = 0; count < 5; count += 1) log.model('x', 'run', 0);
  log.add('run.resumed', 'run', 'director', { budget: { dollars: 7, tokens: null, hours: null } });
  const progress = progressOf(log.events);
  assert.deepEqual([progress.status, progress.budget.dollars], ['running', 7]);
  assert.equal(viewOf(progress).elapsedMs, minute);
  assert.equal(viewOf(progress, '2026-01-01T00:10:00.000Z').elapsedMs, 2 * minute, 'nothing is under way');
  log.add('run.finished', 'run', 'director', { outcome: 'completed', reason: 'done', ideas: [] });
  const finished = viewOf(progressOf(log.events), '2027-01-01T00:00:00.000Z');
  assert.deepEqual([finished.status, finished.elapsedMs], ['finished', 2 * minute]);
});

test('a run waits for a person from the event that says so until something changes', () => {
  const status = ({ events }: Log): string => viewOf(progressOf(events)).status;
  const log = new Log().start({ ideas: 2, approveIdeas: true });
  assert.equal(status(log), 'running', 'nobody waits yet');
  log.add('decision.awaited', 'run', 'host', { after: 1, actors: ['run.director'] });
  assert.equal(status(log), 'waiting');
  log.add('comment.written', 'run', 'human', { text: 'Tomorrow.' }, 'human.1');
  log.add('approve.requested', 'run', 'human', { scope: 'idea-1' }, 'human.2');
  assert.equal(status(log), 'waiting', 'a request is not yet a change');
  log.add('idea.approved', 'idea-1', 'director', { number: 1 });
  assert.equal(status(log), 'running');
  log.add('decision.awaited', 'run', 'host', { after: 5, actors: ['run.director'] });
  assert.equal(status(log), 'waiting', 'another idea is not approved yet');
  log.add('run.paused', 'run', 'director', { reason: 'lunch' });
  assert.equal(status(log), 'paused');
});

test('a night between a kill and the resumption is not work, a long experiment is', () => {
  const start = workedFrom('2026-01-01T00:00:00.000Z');
  const event = (time: string, type: string, data: object = {}) => ({ id: 'idea-1.coder.1', time, type, data });
  const killed = work(start, event('2026-01-01T00:00:30.000Z', 'task.started'));
  const again = work(killed, event('2026-01-01T08:00:30.000Z', 'task.started'));
  assert.equal(again.ms, 1.5 * minute);
  const hour = 60 * minute;
  const measured = work(again, event('2026-01-01T10:00:30.000Z', 'task.completed', { durationMs: 2 * hour }));
  assert.equal(measured.ms, 2 * hour + 1.5 * minute);
  const asked = work(measured, { ...event('2026-01-01T11:00:00.000Z', 'pause.requested'), id: 'human.1' });
  assert.deepEqual(asked, measured);
  assert.equal(workedAt(measured, '2026-01-01T12:00:30.000Z', false), measured.ms + minute);
  assert.equal(workedAt(measured, '2026-01-01T12:00:30.000Z', true), measured.ms + 2 * hour);
});

test('over a whole run progress only grows and ends at 1', () => {
  const { events } = play({ wishes: { ideas: 3 } });
  let progress = noProgress;
  let fraction = 0;
  for (const event of events) {
    progress = applyToProgress(progress, event);
    const view = viewOf(progress);
    assert.ok(view.fraction >= fraction, `${event.id}: ${view.fraction} after ${fraction}`);
    fraction = view.fraction;
  }
  assert.equal(fraction, 1);
  assert.deepEqual(JSON.parse(JSON.stringify(progress)), progress);
});

test('times are read without a clock as a clock would read them', () => {
  const between = { min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
  fc.assert(fc.property(fc.date(between), (date) => assert.equal(millisecondsOf(date.toISOString()), date.getTime())));
  assert.equal(millisecondsOf('yesterday'), 0);
});
