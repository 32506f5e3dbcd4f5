import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fault } from '../../../src/actors/outages/faults.ts';
import { CodedError, failure, success } from '../../../src/events/outcome.ts';
import { bench } from '../../support/worker-bench.ts';

/** The first performances end so, the next one well. */
const afterwards = (...firsts: readonly (() => unknown)[]) => {
  const left = [...firsts];
  return { attempts: 2, perform: async () => (left.shift() ?? (() => success('done')))() as never };
};

const thrown = (error: unknown) => () => {
  throw error;
};
const noSpace = Object.assign(new Error('write'), { code: 'ENOSPC' });
const limited = (more: object = {}) => failure('model.rate_limited', 'too many', { retryAfterMs: 7_200_000, ...more });

test('faults of the infrastructure are no attempts, however many there are', async () => {
  const lost = thrown(new CodedError('blobs.unavailable', 'the server is lost'));
  const desk = await bench(
    afterwards(
      lost,
      thrown(noSpace),
      lost,
      () => failure('log.unavailable', 'lost'),
      () => limited(),
    ),
  );
  await desk.deliver();
  const events = await desk.events();
  assert.deepEqual(
    events.map(({ type, data }) => [type, (data as { attempt: number }).attempt]),
    [
      ['task.started', 1],
      ['task.completed', 1],
    ],
  );
  assert.deepEqual([desk.performed, desk.answers], [6, ['acknowledged']]);
});

test('a failure of the attempt itself is recorded as ever', async () => {
  const desk = await bench(afterwards(() => failure('model.unavailable', 'down')));
  await desk.deliver();
  assert.deepEqual(
    (await desk.events()).map(({ type }) => type),
    ['task.started', 'task.failed'],
  );
});

test('a free task that fails while the disk is full is done again, and while anything else is wrong it is not', async () => {
  for (const [code, performed] of [
    ['home.disk_full', 2],
    ['nats.unreachable', 1],
  ] as const) {
    const found: Fault[] = [{ code, message: 'm', waitMs: 0 }];
    const outages = {
      through: (action: () => unknown) => action(),
      meet: async () => {},
      found: async () => found.pop(),
    };
    const failing = afterwards(() => failure('sandbox.unavailable', 'no output'));
    const desk = await bench(failing, undefined, outages as never);
    await desk.deliver();
    assert.equal(desk.performed, performed, code);
  }
});

test('a limit that came after tokens were paid for leaves its attempt charged, and another one begins', async () => {
  const bound = { tokens: 10, dollars: 1 };
  const usage = { inputTokens: 5, outputTokens: 0, cachedInputTokens: 0 };
  const desk = await bench({ ...afterwards(() => limited({ usage })), bound: () => bound });
  await desk.deliver();
  const events = await desk.events();
  assert.deepEqual(
    events.map(({ type, data }) => [type, (data as { attempt: number }).attempt, (data as { lost?: unknown }).lost]),
    [
      ['task.started', 1, undefined],
      ['task.started', 2, undefined],
      ['task.completed', 2, [bound]],
    ],
  );
});

test('a task that was held through an outage goes on only when it is admitted, and not at all when the worker stops', async () => {
  let asked = 0;
  const desk = await bench(
    afterwards(() => {
      Object.defineProperty(desk, 'verdict', {
        get: () => {
          asked += 1;
          if (asked === 3) desk.stop.abort();
          return 'later';
        },
      });
      return failure('log.unavailable', 'lost');
    }),
  );
  await desk.deliver();
  assert.deepEqual([desk.performed, asked], [1, 3]);
  assert.deepEqual(desk.answers, ['released 2000']);
  assert.deepEqual(
    (await desk.events()).map(({ type }) => type),
    ['task.started'],
  );
});

test('a result that cannot be recorded is kept until it can', async () => {
  const desk = await bench();
  const log = await desk.broker.logs.open('here');
  let refusals = 3;
  const append = log.append.bind(log);
  log.append = async (event) => {
    if (event.type === 'task.completed' && refusals-- > 0) throw new CodedError('log.unavailable', 'the disk is full');
    return append(event);
  };
  await desk.deliver();
  assert.deepEqual(
    (await desk.events()).map(({ type }) => type),
    ['task.started', 'task.completed'],
  );
  assert.equal(desk.performed, 1);
});
