import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stateOf } from '../../../src/actors/actor.ts';
import { type Depth, Fold } from '../../../src/actors/fold.ts';
import { type Event, seal } from '../../../src/events/envelope.ts';
import type { Role } from '../../../src/machines/kit/kit.ts';
import { machineFrom, Script, scriptedRole, scriptedRoster } from '../../support/scripted-role.ts';

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

const heard = (on: Script): Record<string, readonly string[]> =>
  Object.fromEntries([...on.fold.actors.keys()].map((actor) => [actor, on.memory(actor).heard]));

test('an event reaches its scope, all below it and the run, and not its neighbours', () => {
  const on = script().order({}, 'idea-1.review-1').order({}, 'idea-2');
  const say = (id: string, scope: string) =>
    on.append({ id, type: 'word.said', scope, role: 'someone', data: { text: '' } });
  say('a.b', 'run');
  say('c.d', 'idea-1');
  say('e.f', 'idea-1.review-1');
  assert.deepEqual(heard(on), {
    'run.speaker': ['human.1', 'human.2', 'a.b', 'c.d', 'e.f'],
    'idea-1.speaker': ['a.b', 'c.d'],
    'idea-1.review-1.judge': ['human.1', 'a.b', 'c.d', 'e.f'],
    'idea-2.speaker': ['human.2', 'a.b'],
  });
});

test('an event touches the actors that it creates, reaches or breaks, and no others', () => {
  const on = script();
  const touched = (): readonly string[] => [...on.fold.touched].sort();
  on.order({}, 'idea-1');
  assert.deepEqual(touched(), ['idea-1.speaker', 'run.speaker']);
  on.order({}, 'idea-2.review-1');
  assert.deepEqual(touched(), ['idea-2.review-1.judge', 'idea-2.speaker', 'run.speaker']);
  assert.ok(on.order({ break: 'x' }, 'idea-2.review-1').fold.touched.has('idea-2.review-1.judge'));
});

test('a failure also reaches the scopes around it', () => {
  const on = script().order({}, 'idea-1.review-1').order({}, 'idea-2');
  on.append({ id: 'a.b', type: 'actor.failed', scope: 'idea-1.review-1', role: 'someone', data: {} });
  assert.deepEqual(
    Object.entries(heard(on))
      .filter(([, ids]) => ids.includes('a.b'))
      .map(([actor]) => actor),
    ['run.speaker', 'idea-1.speaker', 'idea-1.review-1.judge'],
  );
});

test('an actor hears its own event once, wherever the event belongs', () => {
  const on = script().order({ say: [word('a'), word('b', 'run')] }, 'idea-1');
  record(on, 'idea-1.speaker.1', { text: 'a' }, 'word.said', 'idea-1');
  record(on, 'idea-1.speaker.2', { text: 'b' });
  assert.deepEqual(heard(on)['idea-1.speaker'], ['human.1', 'idea-1.speaker.1', 'idea-1.speaker.2']);
  assert.deepEqual(heard(on)['run.speaker'], ['human.1', 'idea-1.speaker.1', 'idea-1.speaker.2']);
  assert.equal(told(on), undefined);
});

test('a role that consumes an event under another name hears it so', () => {
  const roster = {
    ...scriptedRoster(roles()),
    consumers: new Map([['word.said', [{ role: 'speaker', as: 'order.given' }]]]),
  };
  const fold = new Fold(roster);
  const seals = (id: string, type: string, data: unknown) =>
    seal(
      { id, type, version: 1, run: 'test', scope: 'run', role: 'x', causationid: id, data },
      '2026-01-01T00:00:00.000Z',
    );
  fold.apply(seals('run.started', 'run.started', {}), 1);
  fold.apply(seals('a.b', 'word.said', { at: 'run', text: '', say: [word('a')] }), 2);
  assert.deepEqual([...fold.outstanding.keys()], ['run.speaker.1']);
});

test('a cancelled scope hears nothing more, and what it asked for is dropped', () => {
  const on = script()
    .order({ say: [word('a')], ask: [{ key: 'k' }] }, 'idea-1')
    .order({ say: [word('b')], ask: [{ key: 'k' }] }, 'idea-10');
  on.append({
    id: 'c.d',
    type: 'scope.cancelled',
    scope: 'run',
    role: 'someone',
    data: { scope: 'idea-1', reason: '' },
  });
  const dropped = [...on.fold.outstanding.values()].filter((output) => on.fold.isDropped(output)).map(({ id }) => id);
  assert.deepEqual(dropped, ['idea-1.speaker.1', 'idea-1.speaker.2']);
  on.order({}, 'idea-1').order({}, 'idea-10');
  assert.deepEqual([heard(on)['idea-1.speaker'], heard(on)['idea-10.speaker']], [['human.1'], ['human.2', 'human.4']]);
});

test('a run that is cancelled as a whole still hears, and what it says is not dropped', () => {
  const on = script();
  on.append({ id: 'c.d', type: 'scope.cancelled', scope: 'run', role: 'someone', data: { scope: 'run', reason: '' } });
  on.order({ say: [word('a')], ask: [{ key: 'k' }] });
  const dropped = [...on.fold.outstanding.values()].map((output) => on.fold.isDropped(output));
  assert.deepEqual(dropped, [false, true], 'what is said is recorded, what is asked for is not done');
});

test('an event that a scope said into the run is dropped with that scope', () => {
  const on = script().order({ say: [word('a', 'run')] }, 'idea-1');
  const isDropped = () => [...on.fold.outstanding.values()].every((output) => on.fold.isDropped(output));
  assert.ok(!isDropped());
  on.append({
    id: 'c.d',
    type: 'scope.cancelled',
    scope: 'run',
    role: 'someone',
    data: { scope: 'idea-1', reason: '' },
  });
  assert.ok(isDropped());
});

const brokenBy = (order: object): Script =>
  script()
    .order(order)
    .order({ say: [word('z')] });

test('a machine that throws, or emits an invalid event, fails once and hears nothing more', () => {
  const cases = [
    [{ break: 'too much' }, 'actor.threw', 'too much'],
    [
      { say: [{ type: 'word.said', data: { text: 5 } }, word('after')], ask: [{ key: 'k' }] },
      'actor.invalid_event',
      /^word\.said: .*text/s,
    ],
    [
      { say: [{ type: 'word.unknown', data: {} }] },
      'actor.invalid_event',
      'word.unknown: its role does not publish it',
    ],
  ] as const;
  for (const [order, code, message] of cases) {
    const on = brokenBy(order);
    assert.deepEqual(on.outstanding, ['run.speaker.1'], code);
    const [output] = [...on.fold.outstanding.values()];
    assert.ok(output?.kind === 'emit');
    assert.deepEqual([output.type, output.version, output.scope], ['actor.failed', 1, 'run']);
    const data = output.data as { actor: string; code: string; message: string };
    assert.deepEqual([data.actor, data.code], ['run.speaker', code]);
    if (typeof message === 'string') assert.equal(data.message, message);
    else assert.match(data.message, message);
    const actor = on.fold.actors.get('run.speaker');
    assert.ok(actor);
    assert.deepEqual([actor.failure, stateOf(actor).status], [`${code}: ${data.message}`, 'failed']);
  }
});

test('an event that cannot be made is a failure of its actor', () => {
  const on = script();
  on.append({ id: 'a.b', type: 'stumble.ordered', scope: 'run', role: 'someone', data: { text: 'no event' } });
  const output = on.fold.outstanding.get('run.speaker.1');
  assert.ok(output?.kind === 'emit');
  assert.deepEqual(output.data, { actor: 'run.speaker', code: 'actor.threw', message: 'no event' });
});

test('a machine that throws at its start has failed from the beginning', () => {
  const machine = machineFrom('broken', {
    context: () => {
      throw new Error('at once');
    },
  });
  const on = new Script([scriptedRole('broken', ['run'], { machine })]);
  const output = on.fold.outstanding.get('run.broken.1');
  assert.ok(output?.kind === 'emit');
  assert.deepEqual(output.data, { actor: 'run.broken', code: 'actor.threw', message: 'at once' });
  on.order({ say: [word('a')] });
  assert.deepEqual(on.outstanding, ['run.broken.1']);
});

test('a coded error of a machine ends the fold: it is a fault of the program, not of the actor', () => {
  assert.throws(() => script().order({ break: 'log.gap' }), { code: 'log.gap' });
});

test('the states of all actors are told as data, without what every actor was started with', () => {
  const on = script().order({ say: [word('a')] }, 'idea-1');
  const { 'idea-1.speaker': state, ...others } = on.fold.states() as any;
  assert.deepEqual(Object.keys(others), ['run.speaker']);
  assert.deepEqual(state, {
    actor: 'idea-1.speaker',
    state: '',
    status: 'active',
    outputs: 1,
    context: { scope: 'idea-1', heard: ['human.1'], outcomes: [] },
  });
});

test('a fold counts what is spent, and a copy of it knows that too, and whether the run is paused', () => {
  const on = script({ settings: { budget: { dollars: 1, tokens: null, hours: null } } });
  const value = { costUsd: 1, usage: {} };
  on.append({
    id: 'run.other.1.result',
    type: 'task.completed',
    scope: 'run',
    role: 'other',
    data: { kind: 'model', key: 'k', value },
  });
  on.append({ id: 'a.b', type: 'run.paused', scope: 'run', role: 'someone', data: { reason: 'x' } });
  on.order({}, 'idea-1.review-1');
  const copy = on.fold.copy();
  for (const fold of [on.fold, copy]) {
    assert.equal(fold.spending.refusal({ tokens: 1, dollars: 1 }), 'budget.dollars');
    assert.deepEqual([fold.control.status, fold.control.pauseReason], ['paused', 'x']);
  }
  const said = { id: 'c.d', type: 'word.said', dataschema: 'word.said/v1', data: { text: '' } };
  const event = { ...on.events[0], ...said } as Event;
  copy.apply(event, on.fold.sequence + 1);
  const judge = copy.actors.get('idea-1.review-1.judge')?.snapshot.context as { heard: readonly string[] };
  assert.deepEqual(judge.heard, ['human.1', 'c.d'], 'the scopes below are those of the original');
});

test('what an event holds is recorded as JSON can hold it, and a long message is cut', () => {
  const on = script().order({ say: [word('a\uD83D')] });
  assert.deepEqual((on.fold.outstanding.get('run.speaker.1') as any).data, { text: 'a\uFFFD' });
  const broken = script().order({ break: 'x'.repeat(3000) });
  assert.equal((broken.fold.outstanding.get('run.speaker.1') as any).data.message.length, 2000);
  const task = script().order({ ask: [{ key: 'k', input: { text: '\uD83D' } }] });
  assert.deepEqual((task.fold.outstanding.get('run.speaker.1') as any).input(), { text: '\uFFFD' });
});

const atDepth = (depth: Depth, events: readonly Event[], edited: readonly string[] = []): Fold => {
  const fold = new Fold(scriptedRoster(roles()), depth, edited);
  for (const [index, event] of events.entries()) fold.apply(event, index + 1);
  return fold;
};

test('a fold of the states takes data as they are recorded, and still asks for the same row of outputs', () => {
  const on = script().order({ say: [word('a'), word('b')] });
  record(on, 'run.speaker.1', { text: 'other' });
  const fold = atDepth('states', on.events);
  assert.equal(fold.divergence, undefined);
  assert.deepEqual([...fold.outstanding.keys()], ['run.speaker.2']);
  const late = fold.outstanding.get('run.speaker.2');
  assert.ok(late?.kind === 'emit');
  assert.deepEqual([late.type, late.scope, late.version, late.data], ['word.said', 'run', 1, { text: 'b' }]);
  record(on, 'run.speaker.3');
  assert.equal(atDepth('states', on.events).divergence?.id, 'run.speaker.3');
});

test('a fold of the states learns of a failure where it is recorded', () => {
  const on = script().order({ say: [{ type: 'word.said', data: {} }] });
  const data = { actor: 'run.speaker', code: 'actor.invalid_event', message: 'm' };
  const fold = atDepth('states', on.events);
  assert.equal(fold.actors.get('run.speaker')?.failure, undefined);
  record(on, 'run.speaker.1', data, 'actor.failed');
  assert.equal(atDepth('states', on.events).actors.get('run.speaker')?.failure, 'actor.invalid_event: m');
});

test('the data of history that a fork shares, and of an edited event, are taken as they stand', () => {
  const forkedFrom = { through: 3 };
  const shared = script({ forkedFrom }).order({ say: [word('a'), word('b')] });
  record(shared, 'run.speaker.1', { text: 'other' });
  assert.equal(told(shared), undefined);
  record(shared, 'run.speaker.2', { text: 'other' });
  assert.equal(shared.fold.divergence?.id, 'run.speaker.2');
  const on = script().order({ say: [word('a')] });
  record(on, 'run.speaker.1', { text: 'other' });
  assert.equal(atDepth('outputs', on.events, ['run.speaker.1']).divergence, undefined);
  assert.equal(atDepth('outputs', on.events, ['run.speaker.2']).divergence?.id, 'run.speaker.1');
  const moved = script({ forkedFrom }).order({ say: [word('a')] });
  record(moved, 'run.speaker.1', { text: 'a' }, 'word.said', 'idea-1');
  assert.ok(told(moved), 'its type and scope must be those that were asked for');
});

test('a copy of a fold goes on by itself', () => {
  const on = script().order({ say: [word('a')], ask: [{ key: 'k' }] }, 'idea-1');
  const copy = on.fold.copy();
  const before = JSON.stringify(on.fold.states());
  assert.deepEqual(copy.states(), on.fold.states());
  assert.deepEqual(
    [copy.run, copy.sequence, copy.depth, [...copy.outstanding.keys()]],
    ['test', 2, 'outputs', on.outstanding],
  );
  const event = { ...on.events[1], id: 'human.9', scope: 'idea-1.review-1' } as Event;
  copy.apply(event, 3);
  copy.apply({ ...event, id: 'x.y', type: 'scope.cancelled', scope: 'run', data: { scope: 'idea-1' } }, 4);
  copy.apply({ ...event, id: 'x.z', type: 'run.paused', scope: 'run', data: { reason: '' } }, 5);
  copy.apply({ ...event, id: 'run.speaker.9', type: 'word.said', scope: 'run', role: 'speaker' }, 6);
  assert.equal(JSON.stringify(on.fold.states()), before);
  assert.deepEqual(
    [on.fold.actors.size, on.fold.control.status, on.fold.divergence, on.fold.sequence],
    [2, 'running', undefined, 2],
  );
  assert.ok(!on.fold.control.isCancelled('idea-1') && copy.control.isCancelled('idea-1'));
  assert.ok(copy.divergence && copy.copy().divergence === copy.divergence);
  on.order({}, 'idea-1.review-1');
  assert.ok(on.fold.actors.has('idea-1.review-1.judge'), 'the scope is not open here yet');
});
