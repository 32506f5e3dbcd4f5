import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fold } from '../../../src/actors/fold.ts';
import type { Event } from '../../../src/events/envelope.ts';
import { actorOf, resultId } from '../../../src/events/id.ts';
import { failure, success } from '../../../src/events/outcome.ts';
import type { Role } from '../../../src/machines/kit/kit.ts';
import { Script, scriptedRole, scriptedRoster } from '../../support/scripted-role.ts';

const word = (text: string, scope?: string) => ({
  type: 'word.said',
  data: { text },
  ...(scope !== undefined && { scope }),
});
const roles = (): readonly Role[] => [scriptedRole('speaker', ['run', 'idea']), scriptedRole('judge', ['review'])];
const script = (started?: object): Script => new Script(roles(), started);
const record = (on: Script, id: string, data: unknown = { text: 'a' }, type = 'word.said', scope = 'run'): Event =>
  on.append({ id, type, scope, role: 'speaker', data });
const told = ({ fold }: Script) => {
  const { divergence } = fold;
  return divergence && [divergence.sequence, divergence.id, divergence.actor, divergence.expected, divergence.actual];
};

test('a log begins with run.started, and has no gap', () => {
  const event = record(script(), 'x.y');
  assert.throws(() => new Fold(scriptedRoster()).apply(event, 1), {
    code: 'log.no_start',
    message: /begins with word\.said/,
  });
  for (const sequence of [0, 2])
    assert.throws(() => new Fold(scriptedRoster()).apply(event, sequence), {
      code: 'log.gap',
      message: `event ${sequence} follows 0: the log has a gap`,
    });
  const { fold } = script();
  assert.throws(() => fold.apply(event, 1), { code: 'log.gap' });
  assert.deepEqual([fold.run, fold.sequence], ['test', 1]);
});

test('the first event in a scope opens it with the scopes around it, and creates the actors of its kind', () => {
  const on = script();
  assert.deepEqual([...on.fold.actors.keys()], ['run.speaker']);
  on.order({}, 'idea-1.review-2');
  assert.deepEqual([...on.fold.actors.keys()], ['run.speaker', 'idea-1.speaker', 'idea-1.review-2.judge']);
  on.order({}, 'idea-1').order({}, 'baseline');
  assert.deepEqual([...on.fold.actors.keys()].length, 3, 'each once');
});

test('outputs of both kinds are numbered in one row per actor, and caused by the event that asked for them', () => {
  const on = script().order({ say: [word('a'), word('b')], ask: [{ key: 'k' }] });
  assert.deepEqual(on.outstanding, ['run.speaker.1', 'run.speaker.2', 'run.speaker.3']);
  const [first, , task] = [...on.fold.outstanding.values()];
  assert.deepEqual(
    { ...first, version: 1 },
    {
      id: 'run.speaker.1',
      actor: 'run.speaker',
      role: 'speaker',
      causationid: 'human.1',
      kind: 'emit',
      type: 'word.said',
      version: 1,
      scope: 'run',
      data: { text: 'a' },
    },
  );
  assert.ok(task?.kind === 'perform');
  assert.deepEqual([task.scope, task.task, task.key, task.input()], ['run', 'toy', 'k', { key: 'k' }]);
  on.order({ say: [word('c')] }, 'idea-1');
  assert.deepEqual(on.outstanding.at(-1), 'idea-1.speaker.1');
});

test('what is recorded as it was asked for is no longer outstanding', () => {
  const on = script().order({ say: [word('a')], ask: [{ key: 'k' }] });
  record(on, 'run.speaker.1');
  assert.deepEqual([on.outstanding, told(on)], [['run.speaker.2'], undefined]);
  const [task] = [...on.fold.outstanding.values()];
  assert.ok(task?.kind === 'perform');
  on.append({
    id: 'run.speaker.2.started.1',
    type: 'task.started',
    scope: 'run',
    role: 'speaker',
    data: { task: task.id, kind: 'toy', key: 'k' },
  });
  assert.deepEqual([on.outstanding, told(on)], [['run.speaker.2'], undefined], 'an attempt is no result');
  on.record(task, success('v'));
  assert.deepEqual([on.outstanding, told(on)], [[], undefined]);
});

test('another type, scope or data than was asked for is a difference; the first one is kept', () => {
  const expected = { type: 'word.said', scope: 'run', data: { text: 'a' } };
  for (const [type, scope, data] of [
    ['run.paused', 'run', { text: 'a' }],
    ['word.said', 'idea-1', { text: 'a' }],
    ['word.said', 'run', { text: 'b' }],
  ] as const) {
    const on = script().order({ say: [word('a'), word('b')] });
    record(on, 'run.speaker.1', data, type, scope);
    assert.deepEqual(told(on), [3, 'run.speaker.1', 'run.speaker', expected, { type, scope, data }]);
    record(on, 'run.speaker.2', { text: 'x' });
    assert.equal(on.fold.divergence?.sequence, 3);
    assert.match(on.fold.divergence?.message ?? '', /another output is recorded/);
  }
});

test('an output that nobody asked for is a difference, also one in the place of a task', () => {
  const on = script();
  record(on, 'run.speaker.1');
  assert.deepEqual(told(on), [2, 'run.speaker.1', 'run.speaker', null, { type: 'word.said' }]);
  const asked = script().order({ ask: [{ key: 'k' }] });
  record(asked, 'run.speaker.1');
  assert.deepEqual(told(asked), [3, 'run.speaker.1', 'run.speaker', { task: 'toy', key: 'k' }, { type: 'word.said' }]);
  const other = script();
  other.append({ id: 'run.nobody.1', type: 'word.said', scope: 'run', role: 'nobody', data: { text: 'a' } });
  assert.equal(told(other), undefined, 'of no role of the roster');
});

const attempt = (on: Script, task: string, kind = 'toy', key = 'k', id = `${task}.started.1`): void => {
  on.append({ id, type: 'task.started', scope: 'run', role: 'speaker', data: { task, kind, key, attempt: 1 } });
};

test('a task of another kind or key, or in the place of an event, is a difference', () => {
  const asking = () => script().order({ ask: [{ key: 'k' }], say: [word('a')] });
  const [taskId, eventId] = ['run.speaker.2', 'run.speaker.1'];
  const fine = asking();
  attempt(fine, taskId);
  assert.equal(told(fine), undefined);
  const cases = [
    [taskId, 'other', 'k', { task: 'toy', key: 'k' }],
    [taskId, 'toy', 'l', { task: 'toy', key: 'k' }],
    [eventId, 'toy', 'k', { type: 'word.said' }],
    ['run.speaker.9', 'toy', 'k', null],
  ] as const;
  for (const [task, kind, key, expected] of cases) {
    const on = asking();
    attempt(on, task, kind, key);
    assert.deepEqual(told(on)?.slice(3), [expected, { task: kind, key }], `${task} ${kind} ${key}`);
    assert.match(on.fold.divergence?.message ?? '', /a task is recorded that this code did not request/);
  }
});

test('an attempt after the result has no effect, and one of an unrequested task is a difference', () => {
  const on = script().order({ ask: [{ key: 'k' }] });
  const [task] = [...on.fold.outstanding.values()];
  assert.ok(task?.kind === 'perform');
  on.record(task, success('v'));
  attempt(on, task.id, 'toy', 'k', `${task.id}.started.2`);
  assert.equal(told(on), undefined);
  attempt(on, 'run.speaker.2');
  assert.equal(on.fold.divergence?.id, 'run.speaker.2.started.1', 'that one was never asked for');
});

test('only the result of the latest task under a key reaches the machine', () => {
  const on = script()
    .order({ ask: [{ key: 'k' }] })
    .order({ ask: [{ key: 'k' }, { key: 'l' }] });
  const tasks = [...on.fold.outstanding.values()];
  for (const [index, task] of tasks.entries()) {
    assert.ok(task.kind === 'perform');
    on.record(task, index === 2 ? failure('test/failed', 'c') : success(index));
  }
  assert.deepEqual(on.memory('run.speaker').outcomes, [
    { ok: true, value: 1 },
    { ok: false, error: { code: 'test/failed', message: 'c' } },
  ]);
});

test('an attempt does not reach the machine, and neither does a result of a task that it did not ask for', () => {
  const on = script().order({ ask: [{ key: 'k' }] });
  attempt(on, 'run.speaker.1');
  on.append({
    id: 'run.other.1.result',
    type: 'task.completed',
    scope: 'run',
    role: 'other',
    data: { kind: 'toy', key: 'k', value: 1 },
  });
  assert.deepEqual(on.memory('run.speaker').outcomes, []);
});

test('an event, an attempt and a result are of the actor that their id begins with', () => {
  assert.deepEqual(
    ['idea-1.coder.2', resultId('idea-1.coder.2'), 'idea-1.coder.2.started.1', 'run.started'].map(actorOf),
    ['idea-1.coder', 'idea-1.coder', 'idea-1.coder', 'run'],
  );
});
