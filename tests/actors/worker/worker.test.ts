import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Performer } from '../../../src/actors/performer.ts';
import type { Event } from '../../../src/events/envelope.ts';
import { CodedError, failure, success } from '../../../src/events/outcome.ts';
import { until } from '../../support/broker-data.ts';

import { type Bench, bench, taskNamed } from '../../support/worker-bench.ts';

const typesOf = async (on: Bench) => (await on.events()).map(({ id, type }) => `${type} ${id}`);
const resultOf = async (on: Bench): Promise<any> => (await on.events()).at(-1)?.data;

test('a task is started, performed, recorded and acknowledged', async () => {
  const on = await bench({ perform: async (input: unknown, { attempt, task }) => success([input, attempt, task.id]) });
  await on.deliver();
  assert.deepEqual(on.selections, [[{ run: 'here', kind: 'toy' }, 3]]);
  assert.deepEqual(on.answers, ['acknowledged']);
  const [started, completed] = await on.events();
  assert.deepEqual(
    [started?.id, started?.type, started?.scope, started?.role, started?.causationid],
    ['idea-1.coder.1.started.1', 'task.started', 'idea-1', 'coder', 'human.1'],
  );
  const { inputSha256, ...data } = (started?.data ?? {}) as Record<string, unknown>;
  assert.deepEqual(data, { task: 'idea-1.coder.1', kind: 'toy', key: 'k', attempt: 1, worker: 'w' });
  assert.match(String(inputSha256), /^[0-9a-f]{64}$/);
  const { durationMs, ...result } = (completed?.data ?? {}) as Record<string, unknown>;
  assert.deepEqual([completed?.id, completed?.type], ['idea-1.coder.1.result', 'task.completed']);
  assert.deepEqual(result, {
    task: 'idea-1.coder.1',
    kind: 'toy',
    key: 'k',
    attempt: 1,
    inputSha256,
    value: [{ a: 1 }, 1, 'idea-1.coder.1'],
  });
  assert.ok(Number.isInteger(durationMs) && Number(durationMs) >= 0 && Number(durationMs) < 60_000);
});

test('a failure is recorded as such', async () => {
  const on = await bench({ perform: async () => failure('test/failed', 'c', { d: 1 }) });
  await on.deliver();
  assert.equal((await on.events()).at(-1)?.type, 'task.failed');
  assert.deepEqual((await resultOf(on)).error, { code: 'test/failed', message: 'c', details: { d: 1 } });
});

test('a task with a recorded result is not performed again', async () => {
  const on = await bench();
  await on.deliver();
  await on.deliver();
  assert.deepEqual([on.performed, on.answers.length, (await on.events()).length], [1, 2, 2]);
});

test('a dropped task is acknowledged, one that must wait is released, and neither is performed', async () => {
  const on = await bench();
  on.verdict = 'dropped';
  await on.deliver();
  on.verdict = Promise.resolve('later' as const);
  await on.deliver();
  assert.deepEqual([on.answers, on.performed, await on.events()], [['acknowledged', 'released 2000'], 0, []]);
});

test('attempts are counted, and after the last the task fails without being performed', async () => {
  const on = await bench();
  await on.attempt(1);
  await on.deliver();
  assert.deepEqual(await typesOf(on), [
    'task.started idea-1.coder.1.started.1',
    'task.started idea-1.coder.1.started.2',
    'task.completed idea-1.coder.1.result',
  ]);
  assert.deepEqual([(await resultOf(on)).attempt, 'lost' in (await resultOf(on))], [2, false]);
  const over = await bench();
  await over.attempt(1);
  await over.attempt(2);
  await over.deliver();
  const { attempt, error } = await resultOf(over);
  assert.deepEqual(
    [over.performed, attempt, error.code, over.answers],
    [0, 3, 'task.attempts_exhausted', ['acknowledged']],
  );
  assert.match(error.message, /idea-1\.coder\.1: 2 attempts/);
});

test('attempts in the history that a fork shares do not count', async () => {
  const on = await bench();
  await on.attempt(1, { tokens: 1, dollars: 1 }, 'first');
  await on.attempt(2, { tokens: 2, dollars: 2 }, 'first');
  await on.attempt(3, { tokens: 3, dollars: null });
  await on.deliver();
  const { attempt, lost } = await resultOf(on);
  assert.deepEqual([on.performed, attempt, lost], [1, 4, [{ tokens: 3, dollars: null }]]);
});

test('what a performer throws is a failure with its code, and is logged', async () => {
  const on = await bench({ perform: async () => Promise.reject(new Error('broke')) });
  await on.deliver();
  assert.deepEqual((await resultOf(on)).error, { code: 'task.threw', message: 'broke' });
  assert.match(on.logged.join(), /"task":"idea-1\.coder\.1".*broke.*a performer threw/);
  const coded = await bench({ perform: async () => Promise.reject(new CodedError('blob.missing', 'c')) });
  await coded.deliver();
  assert.deepEqual((await resultOf(coded)).error, { code: 'blob.missing', message: 'c' });
});

test('a result has at most 200,000 bytes', async () => {
  const sizes = async (length: number) => {
    const on = await bench({ perform: async () => success('x'.repeat(length)) });
    await on.deliver();
    return (await resultOf(on)).error?.code;
  };
  const frame = JSON.stringify(success('')).length;
  assert.equal(await sizes(200_000 - frame), undefined);
  assert.equal(await sizes(200_001 - frame), 'task.result_too_large');
});

test('no result and no telemetry contains a secret, even in pieces', async () => {
  const on = await bench({
    perform: async (_, { report }) => {
      report('delta', 'it is a-known-');
      report('delta', 'secret, a-known');
      report('stdout', 'a-known-secret');
      report('progress', '');
      return success({ 'a-known-secret': 'a\uD83D' });
    },
  });
  await on.deliver();
  assert.deepEqual((await resultOf(on)).value, { '[redacted]': 'a\uFFFD' });
  assert.deepEqual(
    on.telemetry.map(({ run, taskId, what, text }) => [run, taskId, what, text]),
    [
      ['here', 'idea-1.coder.1', 'delta', 'it is '],
      ['here', 'idea-1.coder.1', 'delta', '[redacted], '],
      ['here', 'idea-1.coder.1', 'stdout', '[redacted]'],
      ['here', 'idea-1.coder.1', 'delta', 'a-known'],
    ],
  );
});

const untilAborted: Performer['perform'] = (_, { signal }) =>
  new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });

test('a stopping worker releases its tasks and records no result for them', async () => {
  const on = await bench({ perform: untilAborted });
  const delivered = on.deliver();
  await until(() => on.performed === 1);
  on.stop.abort();
  await delivered;
  assert.deepEqual([on.answers, await typesOf(on)], [['released 2000'], ['task.started idea-1.coder.1.started.1']]);
  assert.deepEqual(on.logged, [], 'that is no fault');
});

test('tasks of a cancelled scope are aborted, and all others continue', async () => {
  const on = await bench({ perform: untilAborted });
  const delivered = [on.deliver(taskNamed(), '1 '), on.deliver(taskNamed('idea-2.coder.1'), '2 ')];
  await until(() => on.performed === 2);
  on.worker.abortWhere((id) => id === 'idea-1.coder.1');
  await delivered[0];
  assert.deepEqual(on.answers, ['1 acknowledged']);
  on.stop.abort();
  await delivered[1];
  assert.deepEqual(on.answers, ['1 acknowledged', '2 released 2000']);
  on.worker.abortWhere(() => true);
});

test('a task that is redelivered while under way is performed once, and the later delivery is acknowledged', async () => {
  let finish = (): void => {};
  const on = await bench({
    perform: () =>
      new Promise((resolve) => {
        finish = () => resolve(success(1));
      }),
  });
  const first = on.deliver(taskNamed(), '1 ');
  await until(() => on.performed === 1);
  await on.deliver(taskNamed(), '2 ');
  finish();
  await first;
  assert.deepEqual([on.performed, on.answers], [1, ['2 acknowledged']]);
});

test('the lease of a task is renewed every two seconds while it is performed, and no longer', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] });
  let finish = (): void => {};
  const on = await bench({
    perform: () =>
      new Promise((resolve) => {
        finish = () => resolve(success(1));
      }),
  });
  const delivered = on.deliver();
  await until(() => on.performed === 1);
  context.mock.timers.tick(1999);
  assert.deepEqual(on.answers, []);
  context.mock.timers.tick(2001);
  assert.deepEqual(on.answers, ['working', 'working']);
  finish();
  await delivered;
  context.mock.timers.tick(10_000);
  assert.deepEqual(on.answers, ['working', 'working', 'acknowledged']);
});

const bound = { tokens: 10, dollars: 1 };

test('a paid attempt reserves its bound, and starts only if there is room', async () => {
  const reserved: unknown[] = [];
  const on = await bench(
    { bound: (input) => ({ ...bound, tokens: (input as { a: number }).a }) },
    {
      reserve: async (event, its) => {
        reserved.push([event.id, (event.data as any).bound, its]);
        return (await on.broker.logs.open('here')).append(event);
      },
    },
  );
  await on.deliver();
  assert.deepEqual(reserved, [['idea-1.coder.1.started.1', { tokens: 1, dollars: 1 }, { tokens: 1, dollars: 1 }]]);
  assert.deepEqual(on.answers, ['acknowledged']);
});

test('a paid attempt without room waits; the run is paused if nothing paid is under way', async () => {
  const pauses: unknown[] = [];
  let finish = (): void => {};
  let verdict: 'appended' | 'refused' = 'appended';
  const on = await bench(
    {
      bound: () => bound,
      perform: () =>
        new Promise((resolve) => {
          finish = () => resolve(success(1));
        }),
    },
    {
      reserve: async (event) => (verdict === 'refused' ? verdict : (await on.broker.logs.open('here')).append(event)),
      requestPause: async (its) => void pauses.push(its),
      refusalAtEnd: () => undefined,
    },
  );
  const first = on.deliver(taskNamed(), '1 ');
  await until(() => on.performed === 1);
  verdict = 'refused';
  await on.deliver(taskNamed('idea-2.coder.1'), '2 ');
  assert.deepEqual([on.answers, pauses], [['2 released 2000'], []]);
  finish();
  await first;
  await on.deliver(taskNamed('idea-2.coder.1'), '3 ');
  assert.deepEqual(
    [on.answers, pauses, on.performed],
    [['2 released 2000', '1 acknowledged', '3 released 2000'], [bound], 1],
  );
});

test('a paid task without room fails once the run is over, when no budget can be added', async () => {
  const on = await bench(
    { bound: () => bound },
    { reserve: async () => 'refused', requestPause: async () => {}, refusalAtEnd: () => 'budget.dollars' },
  );
  await on.deliver();
  const [failed, ...more] = await on.events();
  assert.deepEqual([failed?.type, more.length, on.performed, on.answers], ['task.failed', 0, 0, ['acknowledged']]);
  assert.equal((failed as Event<any>).data.error.code, 'budget.dollars');
});

test('a free task under way does not keep the run from being paused', async () => {
  const pauses: unknown[] = [];
  let finish = (): void => {};
  const on = await bench(
    {
      // The bench has one performer, which stands here for a free one and a paid one.
      bound: (input) => ((input as { a: number }).a > 1 ? bound : undefined) as never,
      perform: () =>
        new Promise((resolve) => {
          finish = () => resolve(success(1));
        }),
    },
    {
      reserve: async () => 'refused',
      requestPause: async (its) => void pauses.push(its),
      refusalAtEnd: () => undefined,
    },
  );
  const free = on.deliver(taskNamed());
  await until(() => on.performed === 1);
  await on.deliver({ ...taskNamed('idea-2.coder.1'), input: { a: 2 } });
  assert.deepEqual(pauses, [bound]);
  finish();
  await free;
});

test('a free task reserves nothing and is not counted as paid', async () => {
  const on = await bench({}, { reserve: async () => assert.fail('there is nothing to reserve') });
  await on.deliver();
  assert.deepEqual(on.answers, ['acknowledged']);
  const unreserved = await bench({ bound: () => bound });
  await unreserved.deliver();
  const [started] = await unreserved.events();
  assert.deepEqual((started as Event<any>).data.bound, bound);
});
