import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maximumDrained } from '../../src/actors/admission.ts';
import { HashChain } from '../../src/actors/chain.ts';
import { collect, until } from '../support/broker-data.ts';
import { Stage } from '../support/host-stage.ts';
import { type Order, taggedRole } from '../support/scripted-role.ts';

const end: Order = { say: [{ type: 'run.finished', data: { outcome: 'completed', reason: '', ideas: [] } }] };
const word = (text: string) => ({ type: 'word.said', data: { text } });

const staged = (...given: Parameters<Stage['begin']>) => new Stage().begin(...given);
const idsOf = async (stage: Stage) => (await stage.events()).map(({ id }) => id);

test('what actors ask for is recorded in their order and published, and a run at its end is sealed', async () => {
  const stage = await staged();
  await stage.order({ say: [word('a'), word('b')], ask: [{ key: 'k', input: { x: 1 } }] });
  await stage.order({ say: [word('c')] }, 'idea-1');
  await stage.order(end);
  const working = stage.host.work(stage.stop.signal);
  await until(() => stage.tasks.length === 1);
  await stage.answer('run.speaker.3');
  assert.equal(await working, 'finished');
  const ids = await idsOf(stage);
  assert.deepEqual(ids.slice(0, 4), ['run.started', 'human.1', 'human.2', 'human.3']);
  assert.deepEqual(
    ids.filter((id) => id.startsWith('run.speaker.')),
    ['run.speaker.1', 'run.speaker.2', 'run.speaker.4', 'run.speaker.3.result'],
  );
  assert.ok(ids.includes('idea-1.speaker.1'));
  assert.deepEqual(stage.seen, ids);
  assert.deepEqual(stage.tasks, [
    {
      run: 'here',
      id: 'run.speaker.3',
      kind: 'toy',
      key: 'k',
      scope: 'run',
      role: 'speaker',
      causationid: 'human.1',
      input: { x: 1 },
    },
  ]);
  const [said] = (await stage.events()).filter(({ id }) => id === 'run.speaker.1');
  assert.deepEqual(
    [said?.type, said?.run, said?.scope, said?.role, said?.causationid, said?.time, said?.data, said?.dataschema],
    ['word.said', 'here', 'run', 'speaker', 'human.1', '2026-01-01T00:00:01.000Z', { text: 'a' }, 'word.said/v1'],
  );
  assert.equal(ids.at(-1), `log.${ids.length - 1}`);
});

test('a run is over when what its roles asked for last is recorded, and the chain covers it', async () => {
  const stage = await staged();
  await stage.order(end);
  await stage.order({ ask: [{ key: 'k' }] });
  const working = stage.host.work(stage.stop.signal);
  await until(() => stage.tasks.length === 1);
  await stage.has('run.speaker.1');
  await stage.order({ ask: [{ key: 'later' }] }, 'idea-1');
  await stage.answer('run.speaker.2');
  await until(() => stage.tasks.length === 2);
  await stage.answer('idea-1.speaker.1', 'later');
  assert.equal(await working, 'finished');
  const ids = await idsOf(stage);
  assert.equal(ids.at(-2), 'idea-1.speaker.1.result');
  assert.equal(ids.at(-1), `log.${ids.length - 1}`);
});

test('at its end a run waits for no task of a cancelled scope', async () => {
  const stage = await staged();
  await stage.order({ ask: [{ key: 'k' }] }, 'idea-1');
  await stage.record('a.b', 'scope.cancelled', { scope: 'idea-1', reason: '' });
  await stage.order(end);
  assert.equal(await stage.host.work(stage.stop.signal), 'finished');
  assert.deepEqual(stage.tasks, []);
});

test('a role that asks for another task at each result does not keep a run from its end', async () => {
  const stage = await staged();
  await stage.order(end);
  await stage.record(
    'run.speaker.1',
    'run.finished',
    { outcome: 'completed', reason: '', ideas: [] },
    'run',
    'speaker',
  );
  const keys = Array.from({ length: maximumDrained + 1 }, (_, index) => `k${index}`);
  await stage.order({ ask: keys.map((key) => ({ key })) });
  for (const [index, key] of keys.slice(1).entries()) await stage.answer(`run.speaker.${index + 3}`, key);
  assert.equal(await stage.host.work(stage.stop.signal), 'finished');
  assert.deepEqual([stage.tasks, [...stage.host.fold.outstanding.keys()]], [[], ['run.speaker.2']]);
});

test('the chain is recorded after each 64 events, over subjects and bytes', async () => {
  const stage = await staged();
  for (let count = 0; count < 140; count += 1) await stage.record(`human.x${count}`, 'note.written', {});
  await stage.order(end);
  assert.equal(await stage.host.work(stage.stop.signal), 'finished');
  const chain = new HashChain();
  const links = ['', ...(await collect(stage.log.read())).map(({ subject, bytes }) => chain.add(subject, bytes))];
  const recorded = (await stage.events()).filter(({ type }) => type === 'log.chained');
  const finishedAt = (await idsOf(stage)).indexOf('run.speaker.1') + 1;
  assert.deepEqual(
    recorded.map(({ id, data, scope, role, causationid }) => [id, data.through, data.sha256, scope, role, causationid]),
    [64, 128, finishedAt].map((through) => [
      `log.${through}`,
      through,
      links[through],
      'run',
      'host',
      `log.${through}`,
    ]),
  );
});

test('a run with nothing outstanding gets one run.quiesced and is then stuck', async () => {
  const stage = await staged();
  await stage.order({}, 'idea-1');
  assert.equal(await stage.host.work(stage.stop.signal), 'stuck');
  const events = await stage.events();
  const last = events.at(-1);
  assert.equal(events.length, 3);
  assert.deepEqual([last?.id, last?.type, last?.scope, last?.role], ['quiesced.1', 'run.quiesced', 'run', 'host']);
  assert.deepEqual(last?.data, { after: 2, states: { 'run.speaker': '', 'idea-1.speaker': '' } });
});

test('a run that can only wait for a person says so once, whatever is asked for without effect', async () => {
  const stage = await staged({}, undefined, [taggedRole('waiter', ['waits-for-person'])]);
  const working = stage.host.work(stage.stop.signal);
  await stage.has('awaited.1');
  await stage.record('human.x', 'comment.written', { text: 'soon' });
  await stage.order({ say: [word('a')] });
  await stage.has('awaited.2');
  stage.stop.abort();
  assert.equal(await working, 'stopped');
  const waits = (await stage.events()).filter(({ type }) => type === 'decision.awaited');
  assert.deepEqual(
    waits.map(({ id, role, data }) => [id, role, data]),
    [
      ['awaited.1', 'host', { after: 1, actors: ['run.waiter'] }],
      ['awaited.2', 'host', { after: 5, actors: ['run.waiter'] }],
    ],
  );
});

test('a run that goes on after it had quiesced is told by another number', async () => {
  const stage = await staged();
  await stage.record('quiesced.1', 'run.quiesced', { after: 1, states: {} });
  await stage.order({ say: [word('a')] });
  assert.equal(await stage.host.work(stage.stop.signal), 'stuck');
  assert.deepEqual((await idsOf(stage)).slice(2), ['human.1', 'run.speaker.1', 'quiesced.2']);
});

test('a run with a task under way is not stuck, and the result is heard', async () => {
  const stage = await staged();
  await stage.order({ ask: [{ key: 'k' }] });
  const working = stage.host.work(stage.stop.signal);
  await until(() => stage.tasks.length === 1);
  await stage.record(
    'run.speaker.1.result',
    'task.completed',
    { task: 'run.speaker.1', kind: 'toy', key: 'k', value: 1 },
    'run',
    'speaker',
  );
  assert.equal(await working, 'stuck');
  assert.equal((await idsOf(stage)).at(-1), 'quiesced.1');
});

test('a host that would have recorded something else records nothing more', async () => {
  const stage = await staged();
  await stage.order({ say: [word('a'), word('b')], ask: [{ key: 'k' }] });
  await stage.record('run.speaker.1', 'word.said', { text: 'other' }, 'run', 'speaker');
  assert.equal(await stage.host.work(stage.stop.signal), 'read-only');
  assert.deepEqual([await idsOf(stage), stage.tasks], [['run.started', 'human.1', 'run.speaker.1'], []]);
});

test('a difference that comes up between two appends stops the host before the next', async () => {
  let isWrong = false;
  const stage = await staged({}, (log) => ({
    append: async (event) => {
      if (isWrong || event.id !== 'run.speaker.1') return log.append(event);
      isWrong = true;
      const appended = await log.append({ ...event, data: { text: 'other' } });
      await until(() => stage.seen.includes('run.speaker.1'));
      return appended;
    },
  }));
  await stage.order({ say: [word('a'), word('b')], ask: [{ key: 'k' }] });
  assert.equal(await stage.host.work(stage.stop.signal), 'read-only');
  assert.deepEqual([await idsOf(stage), stage.tasks], [['run.started', 'human.1', 'run.speaker.1'], []]);
});

test('a task whose input cannot be made fails, so that nobody waits for it', async () => {
  const stage = await staged();
  await stage.order({ ask: [{ key: 'k', isBroken: true }] });
  assert.equal(await stage.host.work(stage.stop.signal), 'stuck');
  const [, , failed] = await stage.events();
  assert.deepEqual(
    [failed?.id, failed?.type, failed?.role, failed?.causationid],
    ['run.speaker.1.result', 'task.failed', 'speaker', 'human.1'],
  );
  assert.deepEqual(failed?.data, {
    ...{ task: 'run.speaker.1', kind: 'toy', key: 'k', attempt: 0, durationMs: 0, inputSha256: '' },
    error: { code: 'task.no_input', message: 'run.speaker.1: its input cannot be made: no input' },
  });
  assert.deepEqual(stage.tasks, []);
});

test('while a run is paused no task is published, and what is said is recorded', async () => {
  const stage = await staged();
  await stage.order({ say: [{ type: 'run.paused', data: { reason: 'x' } }] });
  const working = stage.host.work(stage.stop.signal);
  await stage.has('run.speaker.1');
  await stage.order({ say: [word('a')], ask: [{ key: 'k' }] });
  await stage.has('run.speaker.2');
  stage.stop.abort();
  assert.equal(await working, 'stopped');
  assert.deepEqual(
    [await idsOf(stage), stage.tasks],
    [['run.started', 'human.1', 'run.speaker.1', 'human.2', 'run.speaker.2'], []],
  );
});

test('what a cancelled scope asked for is neither recorded nor published', async () => {
  const stage = await staged();
  await stage.order({ say: [word('a')], ask: [{ key: 'k' }] }, 'idea-1');
  await stage.record('a.b', 'scope.cancelled', { scope: 'idea-1', reason: '' });
  assert.equal(await stage.host.work(stage.stop.signal), 'stuck');
  assert.deepEqual([await idsOf(stage), stage.tasks], [['run.started', 'human.1', 'a.b', 'quiesced.1'], []]);
});

test('nobody works on an incomplete fork until its last event is there', async () => {
  const stage = await staged({ forkedFrom: { through: 2 } });
  await stage.order({ say: [word('a')] });
  const working = stage.host.work(stage.stop.signal);
  await until(() => stage.seen.length === 2);
  await stage.record('human.9', 'note.written', {});
  await until(() => stage.seen.length === 3);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal((await idsOf(stage)).length, 3);
  await stage.record('forked.2', 'run.forked', { run: 'first', through: 2, budget: {} });
  assert.equal(await working, 'stuck');
  assert.ok((await idsOf(stage)).includes('run.speaker.1'));
});

test('a failed append is retried, and the host reports it', async () => {
  let failures = 1;
  const stage = await staged({}, (log) => ({
    append: async (event) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('unavailable');
      }
      return log.append(event);
    },
  }));
  await stage.order({ say: [word('a')] });
  const working = stage.host.work(stage.stop.signal);
  await until(() => stage.logged.length === 1);
  assert.match(stage.logged[0] ?? '', /unavailable.*publishing failed and is retried/);
  await stage.record('human.9', 'note.written', {});
  assert.equal(await working, 'stuck');
  assert.ok((await idsOf(stage)).includes('run.speaker.1'));
});

test('a lost publication is repeated after three seconds', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  const stage = await staged();
  await stage.order({ ask: [{ key: 'k' }] });
  const working = stage.host.work(stage.stop.signal);
  await until(() => stage.tasks.length === 1);
  await stage.record('human.9', 'note.written', {});
  await until(() => stage.seen.length === 3);
  context.mock.timers.tick(2999);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(stage.tasks.length, 1);
  context.mock.timers.tick(1);
  await until(() => stage.tasks.length === 2);
  stage.stop.abort();
  assert.equal(await working, 'stopped');
});
