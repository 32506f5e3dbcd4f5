import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Reservations } from '../../../src/actors/reservations.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { seal } from '../../../src/events/envelope.ts';
import type { RunLog } from '../../../src/ports/log.ts';
import { collect } from '../../support/broker-data.ts';
import { Script } from '../../support/scripted-role.ts';

const bound = { tokens: 10, dollars: 1 };
const budgetOf = (dollars: number | null) => ({ settings: { budget: { dollars, tokens: null, hours: null } } });
const startOf = (index: number) =>
  seal(
    {
      id: `run.speaker.${index}.started.1`,
      type: 'task.started',
      version: 1,
      run: 'test',
      scope: 'run',
      role: 'speaker',
      causationid: 'x',
      data: { task: `run.speaker.${index}`, kind: 'toy', key: 'k', bound },
    },
    '2026-01-01T00:00:00.000Z',
  );

/** A log, its fold, and reservations on both; the fold catches up when the clock sleeps. */
const deskOf = async (dollars: number | null, change: (log: RunLog) => Partial<RunLog> = () => ({})) => {
  const log = await createMemoryBroker().logs.create('test');
  const script = new Script(undefined, budgetOf(dollars));
  for (const event of script.events) await log.append(event);
  let sleeps = 0;
  const catchUp = async (): Promise<void> => {
    sleeps += 1;
    for (const { event, sequence } of await collect(log.read()))
      if (sequence > script.fold.sequence) script.fold.apply(event, sequence);
  };
  const changed = new Proxy(log, {
    get: (target, name) => (change(log) as any)[name] ?? (target as any)[name].bind?.(target),
  });
  const reservations = new Reservations({
    log: changed,
    fold: () => script.fold,
    clock: { now: () => '2026-01-01T00:00:01.000Z', sleep: catchUp },
  });
  return { reservations, log, script, catchUp, sleeps: () => sleeps };
};

test('without a budget a call begins at once', async () => {
  const { reservations, log } = await deskOf(null, () => ({
    appendAt: async () => assert.fail('there is nothing to count'),
  }));
  assert.equal(await reservations.reserve(startOf(1), bound), 'appended');
  assert.equal(await reservations.reserve(startOf(1), bound), 'present');
  assert.equal(await log.lastSequence(), 2);
});

test('a call starts at the head of the log that was counted, or is counted again', async () => {
  const { reservations, log, script, sleeps } = await deskOf(1);
  await log.append(
    seal({ ...startOf(9), version: 1, id: 'human.1', type: 'comment.written', data: { text: 'x' } }, 'x'),
  );
  assert.equal(await reservations.reserve(startOf(1), bound), 'appended');
  assert.deepEqual([sleeps(), script.fold.sequence, await log.lastSequence()], [1, 2, 3]);
});

test('of two concurrent calls the second has no room', async () => {
  const { reservations, log, sleeps } = await deskOf(1);
  const both = await Promise.all([1, 2].map((index) => reservations.reserve(startOf(index), bound)));
  assert.deepEqual([both, await log.lastSequence(), sleeps()], [['appended', 'refused'], 2, 1]);
});

test('calls are counted in sequence, even after a failed append', async () => {
  let calls = 0;
  let together = 0;
  const { reservations } = await deskOf(1, (log) => ({
    appendAt: async (event, sequence) => {
      together += 1;
      assert.equal(together, 1, 'two at once');
      calls += 1;
      await new Promise((resolve) => setImmediate(resolve));
      together -= 1;
      if (calls === 1) throw new Error('unavailable');
      return log.appendAt(event, sequence);
    },
  }));
  const [first, second] = await Promise.allSettled([1, 2].map((index) => reservations.reserve(startOf(index), bound)));
  assert.deepEqual([first?.status, second], ['rejected', { status: 'fulfilled', value: 'appended' }]);
});

test('a pause is requested under a name that counts the pauses, with the reason', async () => {
  const { reservations, log, script } = await deskOf(0);
  script.fold.spending.pauses = 3;
  await reservations.requestPause(bound);
  await reservations.requestPause(bound);
  const [, asked, ...more] = (await collect(log.read())).map(({ event }) => event);
  assert.deepEqual(more, [], 'asking twice changes nothing');
  assert.deepEqual(
    [asked?.id, asked?.type, asked?.run, asked?.scope, asked?.role, asked?.causationid, asked?.data],
    ['budget.4', 'pause.requested', 'test', 'run', 'worker', 'budget.4', { reason: 'budget.dollars' }],
  );
});

test('no pause is requested while there is room', async () => {
  const { reservations, log } = await deskOf(1);
  await reservations.requestPause(bound);
  assert.equal(await log.lastSequence(), 1);
});

test('a call has no room for good only once the run is over', async () => {
  const { reservations, script } = await deskOf(0);
  assert.equal(reservations.refusalAtEnd(bound), undefined);
  script.append({ id: 'x.1', type: 'run.finished', scope: 'run', role: 'human', data: { outcome: 'completed' } });
  assert.equal(reservations.refusalAtEnd(bound), 'budget.dollars');
  assert.equal(reservations.refusalAtEnd({ tokens: 0, dollars: 0 }), undefined);
});
