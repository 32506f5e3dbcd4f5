import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { retryAfterMs } from '../../../src/adapters/literature/fetch-body.ts';
import { createRateLimiter } from '../../../src/adapters/literature/rate-limiter.ts';
import { fakeTiming } from '../../support/fake-timing.ts';
import { answerOf, grokking } from '../../support/literature-answers.ts';
import { ask, failureOf, found, openDesk } from '../../support/literature-desk.ts';
import { answers, refuses } from '../../support/literature-server.ts';

const { signal } = new AbortController();
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Lets all pending work run that needs no time. */
const calm = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await settled();
};

test('requests begin one interval apart, in the order in which they came', async () => {
  const timing = fakeTiming();
  const limiter = createRateLimiter({ intervalMs: 1000 }, timing);
  const begun: [number, number][] = [];
  const work = (number: number) => async () => void begun.push([number, timing.elapsedMs()]);
  await Promise.all([1, 2, 3, 4].map((number) => limiter.run(work(number), signal)));
  assert.deepEqual(begun, [
    [1, 0],
    [2, 1000],
    [3, 2000],
    [4, 3000],
  ]);
});

test('no schedule of requests, holds and aborts violates the interval or leaves a request behind', async () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 2500 }),
    lasts: fc.integer({ min: 0, max: 4000 }),
    holdMs: fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: undefined, freq: 4 }),
    leaves: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, oneAtATime) => {
      const timing = fakeTiming({ isManual: true });
      const limiter = createRateLimiter({ intervalMs: 1000, oneAtATime }, timing);
      const spans: { begin: number; end: number }[] = [];
      let heldUntil = 0;
      const runs: Promise<unknown>[] = [];
      for (const { afterMs, lasts, holdMs, leaves } of steps) {
        timing.advance(afterMs);
        await calm();
        const abort = new AbortController();
        const work = async () => {
          const span = { begin: timing.elapsedMs(), end: Number.POSITIVE_INFINITY };
          assert.ok(span.begin >= heldUntil);
          spans.push(span);
          await timing.sleep(lasts, signal);
          span.end = timing.elapsedMs();
        };
        runs.push(limiter.run(work, abort.signal));
        if (holdMs !== undefined) {
          limiter.holdOff(holdMs);
          heldUntil = Math.max(heldUntil, timing.elapsedMs() + holdMs);
        }
        if (leaves) abort.abort();
      }
      const all = Promise.all(runs);
      let isOver = false;
      void all.then(() => {
        isOver = true;
      });
      for (let turn = 0; turn < 400 && !isOver; turn += 1) {
        await calm();
        timing.advance(500);
      }
      assert.ok(isOver, 'somebody waits for ever');
      spans.slice(1).forEach(({ begin }, index) => {
        const before = spans[index] as { begin: number; end: number };
        assert.ok(begin - before.begin >= 1000);
        if (oneAtATime) assert.ok(begin >= before.end);
      });
    }),
    { numRuns: 40 },
  );
});

test('an aborted request leaves the queue at once and costs no turn', async () => {
  const timing = fakeTiming({ isManual: true });
  const limiter = createRateLimiter({ intervalMs: 1000 }, timing);
  const begun: string[] = [];
  const abort = new AbortController();
  await limiter.run(async () => void begun.push('first'), signal);
  const second = limiter.run(async () => void begun.push('second'), abort.signal);
  const third = limiter.run(async () => void begun.push('third'), signal);
  await calm();
  abort.abort();
  assert.equal(await second, undefined);
  timing.advance(1000);
  await third;
  assert.deepEqual(begun, ['first', 'third']);
});

test('services keep their own pace, over all runs of the process', async (context) => {
  const paces = [
    ['semantic-scholar', {}, 3000],
    ['semantic-scholar', { SEMANTIC_SCHOLAR_API_KEY: 'key' }, 1000],
    ['openalex', {}, 100],
    ['arxiv', {}, 3000],
  ] as const;
  for (const [name, environment, intervalMs] of paces) {
    const timing = fakeTiming();
    const { server, open } = await openDesk(context, { timing, environment });
    server.react(answers(answerOf[name]([grokking])));
    const [one, other] = [await open([name]), await open([name, 'library+'].slice(0, 1))];
    await Promise.all([ask(one, 'first'), ask(other, 'second'), ask(one, 'third')]);
    assert.equal(timing.elapsedMs(), 2 * intervalMs, name);
  }
});

test('delays between attempts grow, are bounded and spread by chance', async (context) => {
  for (const [random, expected] of [
    [1, [4000, 8000, 16_000, 20_000, 20_000]],
    [0, [2000, 4000, 8000, 10_000, 10_000]],
  ] as const) {
    const timing = fakeTiming({ random });
    const patience = { attempts: 6, delayMs: 4000, maximumDelayMs: 20_000 };
    const { server, open } = await openDesk(context, { timing, patience });
    server.react(refuses(500));
    failureOf(await ask(await open(['openalex']), 'growing'));
    assert.deepEqual(timing.slept, expected);
  }
});

test('a service’s Retry-After delays every request', async (context) => {
  const timing = fakeTiming();
  const { server, open } = await openDesk(context, { timing });
  const date = new Date(timing.dateMs() + 45_000).toUTCString();
  server.react(refuses(429, { 'retry-after': '30' }), answers(answerOf.openalex([grokking])));
  const literature = await open(['openalex']);
  assert.equal(found(await ask(literature, 'seconds')).papers.length, 1);
  assert.equal(timing.elapsedMs(), 30_000);
  server.react(refuses(503, { 'retry-after': date }), answers(answerOf.openalex([grokking])));
  await ask(literature, 'date');
  assert.equal(timing.elapsedMs(), 45_000);
});

test('a service that wants more patience than there is fails at once, and is left alone for as long as it said', async (context) => {
  const timing = fakeTiming();
  const { server, open } = await openDesk(context, { timing });
  server.react(refuses(429, { 'retry-after': '3600' }), answers(answerOf.openalex([grokking])));
  const literature = await open(['openalex']);
  for (let count = 0; count < 2; count += 1) {
    assert.equal(failureOf(await ask(literature, 'patience')).code, 'literature.rate_limited');
  }
  assert.deepEqual([server.asked.length, timing.elapsedMs()], [1, 0]);
  timing.advance(3_600_000);
  assert.equal(found(await ask(literature, 'patience')).papers.length, 1);
});

test('Retry-After is seconds or a date; anything else is no time', () => {
  const dateMs = Date.UTC(2026, 0, 1);
  const cases: readonly (readonly [string | null, number | null])[] = [
    [null, null],
    ['', null],
    ['0', 0],
    [' 120 ', 120_000],
    ['-5', null],
    ['1.5', null],
    ['soon', null],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Wed, 31 Dec 2025 00:00:00 GMT', 0],
  ];
  for (const [header, expected] of cases) assert.equal(retryAfterMs(header, dateMs), expected, String(header));
});
