import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Control } from '../../../src/actors/control.ts';
import { Spending } from '../../../src/actors/spending.ts';
import { type Event, seal } from '../../../src/events/envelope.ts';

const unlimited = { dollars: null, tokens: null, hours: null };
const event = (type: string, data: object, id = 'run.a.1'): Event =>
  seal(
    { id, type, version: 1, run: 'here', scope: 'run', role: 'a', causationid: id, data },
    '2026-01-01T00:00:00.000Z',
  );
const begun = (budget: object): Spending => {
  const spending = new Spending();
  spending.apply(event('run.started', { settings: { budget: { ...unlimited, ...budget } } }));
  return spending;
};
const starts = (spending: Spending, task: string, bound?: object): void =>
  spending.apply(event('task.started', { task, bound }, `${task}.started.1`));
const ends = (
  spending: Spending,
  task: string,
  costUsd: number,
  tokens = 0,
  type = 'task.completed',
  id = `${task}.result`,
): void => {
  const paid = { costUsd, usage: { inputTokens: tokens, outputTokens: 0 } };
  const outcome = type === 'task.completed' ? { value: paid } : { error: { code: 'c', message: 'm', details: paid } };
  spending.apply(event(type, { task, kind: 'model', ...outcome }, id));
};
const bound = { tokens: 10, dollars: 1 };

test('a call has room while what is spent is below the budget, and none when it is reached', () => {
  const spending = begun({ dollars: 2 });
  assert.equal(spending.refusal(bound), undefined);
  ends(spending, 'run.a.1', 1.9);
  assert.equal(spending.refusal(bound), undefined, 'it is overshot by less than one call');
  ends(spending, 'run.a.2', 0.1);
  assert.equal(spending.refusal(bound), 'budget.dollars');
});

test('tokens have a budget of their own, and dollars are told first', () => {
  const spending = begun({ tokens: 100 });
  ends(spending, 'run.a.1', 50, 99);
  assert.equal(spending.refusal(bound), undefined);
  ends(spending, 'run.a.2', 50, 1, 'task.failed');
  assert.equal(spending.refusal(bound), 'budget.tokens');
  const both = begun({ dollars: 0, tokens: 0 });
  assert.equal(both.refusal(bound), 'budget.dollars');
  assert.equal(both.refusal({ tokens: 10, dollars: null }), 'budget.tokens', 'nobody knows the price');
});

test('what costs nothing always has room', () => {
  const spending = begun({ dollars: 0, tokens: 0 });
  assert.equal(spending.refusal({ tokens: 0, dollars: 0 }), undefined);
  assert.equal(spending.refusal({ tokens: 0, dollars: null }), undefined);
  assert.equal(spending.refusal({ tokens: 0, dollars: 0.01 }), 'budget.dollars');
});

test('a call under way holds its bound until its result is recorded', () => {
  const spending = begun({ dollars: 1, tokens: 15 });
  starts(spending, 'run.a.1', { tokens: 10, dollars: 0.5 });
  assert.equal(spending.refusal(bound), undefined);
  starts(spending, 'run.a.1', { tokens: 1, dollars: 0.5 });
  assert.equal(spending.refusal(bound), 'budget.dollars', 'each attempt holds its own');
  starts(spending, 'run.a.2');
  ends(spending, 'run.a.1', 0, 0, 'task.completed', 'run.a.2.result');
  assert.equal(spending.refusal(bound), 'budget.dollars', 'that was the result of another');
  ends(spending, 'run.a.1', 0);
  assert.equal(spending.refusal(bound), undefined);
  starts(spending, 'run.a.3', { tokens: 15, dollars: null });
  assert.equal(spending.refusal(bound), 'budget.tokens');
  ends(spending, 'run.a.3', 0, 0, 'task.failed');
  assert.equal(spending.refusal(bound), undefined);
});

test('a budget is raised when the run goes on, and begins anew in a fork', () => {
  const spending = begun({ dollars: 1 });
  ends(spending, 'run.a.1', 1);
  spending.apply(event('run.resumed', { budget: { ...unlimited, dollars: 2 } }));
  assert.equal(spending.refusal(bound), undefined);
  starts(spending, 'run.a.2', { tokens: 0, dollars: 1 });
  assert.equal(spending.refusal(bound), 'budget.dollars');
  spending.apply(event('run.forked', { budget: { ...unlimited, dollars: 0.5 } }));
  assert.equal(spending.refusal(bound), undefined, 'neither spent nor reserved');
  ends(spending, 'run.a.3', 0.5);
  assert.equal(spending.refusal(bound), 'budget.dollars');
});

test('a budget is a limit of dollars or of tokens', () => {
  assert.deepEqual(
    [{}, { dollars: 0 }, { tokens: 0 }, { hours: 1 }].map((budget) => begun(budget).isLimited),
    [false, true, true, false],
  );
  const spending = new Spending();
  spending.apply(event('run.started', {}));
  assert.ok(!spending.isLimited, 'a log without settings has none');
});

test('pauses are counted', () => {
  const spending = begun({});
  for (let count = 0; count < 2; count += 1) spending.apply(event('run.paused', { reason: 'x' }));
  spending.apply(event('pause.requested', { reason: 'x' }));
  assert.equal(spending.pauses, 2);
});

const controlAfter = (...events: readonly Event[]): Control => {
  const control = new Control();
  for (const [index, one] of events.entries()) control.apply(one, index + 1);
  return control;
};
const finished = event('run.finished', { outcome: 'completed' });
const quiesced = event('run.quiesced', { after: 1, states: {} });
const chained = (through: number) => event('log.chained', { through, sha256: 'x' });

test('a run is paused for a reason, goes on and ends', () => {
  const paused = event('run.paused', { reason: 'why' });
  assert.deepEqual([controlAfter(paused).status, controlAfter(paused).pauseReason], ['paused', 'why']);
  assert.equal(controlAfter(paused, event('run.resumed', {})).status, 'running');
  const { status, outcome, finishedAt } = controlAfter(paused, finished);
  assert.deepEqual([status, outcome, finishedAt], ['finished', 'completed', 2]);
});

test('each pause and each resumption is a turn, and a program’s pause has a cause and an end', () => {
  const data = { reason: 'r', cause: 'infrastructure', until: '2026-01-01T01:00:00.000Z' };
  const [program, person, resumed] = [
    event('run.paused', data),
    event('run.paused', { reason: 'r' }),
    event('run.resumed', {}),
  ];
  const told = (...events: readonly Event[]) => {
    const { turns, pauseCause, pauseUntil } = controlAfter(...events);
    return [turns, pauseCause, pauseUntil];
  };
  assert.deepEqual(told(program), [1, data.cause, data.until]);
  assert.deepEqual(told(program, resumed).slice(0, 2), [2, undefined]);
  assert.deepEqual(told(program, person), [2, undefined, undefined], 'a person’s pause takes its place');
});

test('reopening an idea takes up a run that is over, and no other', () => {
  const reopened = event('idea.reopened', { number: 1, text: '' });
  assert.equal(controlAfter(finished, reopened).status, 'running');
  assert.equal(controlAfter(event('run.paused', { reason: '' }), reopened).status, 'paused');
});

test('a run has quiesced while nothing of substance follows', () => {
  assert.ok(!new Control().quiesced);
  assert.deepEqual([controlAfter(quiesced).quiesced, controlAfter(quiesced).quiescedCount], [true, 1]);
  assert.ok(controlAfter(quiesced, chained(1)).quiesced);
  const after = controlAfter(quiesced, event('note.written', {}), quiesced, event('note.written', {}));
  assert.deepEqual([after.quiesced, after.quiescedCount], [false, 2]);
});

test('values of the hash chain are counted, and the farthest is known', () => {
  const control = controlAfter(chained(64), chained(128), chained(100));
  assert.deepEqual([control.chained, control.chainedThrough], [3, 128]);
});

test('a fork waits for the event that ends its shared history', () => {
  const started = event('run.started', { forkedFrom: { through: 7 } });
  assert.equal(controlAfter(started).awaitedFork, 'forked.7');
  assert.equal(controlAfter(started, event('run.forked', {}, 'forked.6')).awaitedFork, 'forked.7');
  assert.equal(controlAfter(started, event('run.forked', {}, 'forked.7')).awaitedFork, '');
  assert.equal(controlAfter(event('run.started', { forkedFrom: null })).awaitedFork, '');
});

test('a scope is cancelled with all that lies in it, and with nothing else', () => {
  const control = controlAfter(
    event('scope.cancelled', { scope: 'idea-1' }),
    event('scope.cancelled', { scope: 'idea-2.review-1' }),
  );
  const scopes = ['idea-1', 'idea-1.review-2', 'idea-10', 'idea-2', 'idea-2.review-1', 'idea-2.review-10', 'run'];
  assert.deepEqual(
    scopes.filter((scope) => control.isCancelled(scope)),
    ['idea-1', 'idea-1.review-2', 'idea-2.review-1'],
  );
});
