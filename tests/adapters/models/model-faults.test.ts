import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answered, bench, callModel, failed, question, vendors } from '../../support/vendor-lab.ts';
import type { Behaviour } from '../../support/vendor-server.ts';

const good: Behaviour = { text: 'Here it is.', usage: { input: 100, output: 10 } };

/** Temporary faults: the status or behaviour, and the code that is recorded for the try. */
const passing: readonly (readonly [string, Behaviour, string])[] = [
  ['408', { status: 408 }, 'model.timed_out'],
  ['409', { status: 409 }, 'model.unavailable'],
  ['429 without Retry-After', { status: 429, type: 'rate_limit_error' }, 'model.rate_limited'],
  ['500', { status: 500 }, 'model.unavailable'],
  ['503 in HTML', { status: 503, body: '<html>Service Unavailable</html>' }, 'model.unavailable'],
  ['529', { status: 529, type: 'overloaded_error' }, 'model.unavailable'],
  ['a dropped connection', 'drop', 'model.unavailable'],
  ['a page in place of a stream', { raw: '<html>Welcome</html>', contentType: 'text/html' }, 'model.malformed'],
  ['an empty body', { raw: '', contentType: 'text/event-stream' }, 'model.malformed'],
  [
    'a broken stream',
    { raw: 'event: message_start\ndata: {"typ\n\n', contentType: 'text/event-stream' },
    'model.malformed',
  ],
];

for (const vendor of vendors) {
  const named = (title: string) => `${vendor.endpoint}: ${title}`;

  for (const [title, behaviour, code] of passing) {
    test(named(`${title} is waited out, and the try is told of`), async (context) => {
      const { ask, sleeps, server } = await bench(context, vendor, [behaviour, behaviour, good]);
      const called = await ask('Question?');
      const { text, tries, usage } = answered(called);
      assert.equal(text, 'Here it is.');
      assert.deepEqual(
        tries?.map((one) => one.code),
        [code, code],
      );
      assert.deepEqual(called.tries, tries);
      assert.equal(server.asked.length, 3);
      assert.equal(usage.inputTokens, 100);
      assert.deepEqual(sleeps, [750, 1500], 'doubling, with jitter from the injected randomness');
    });
  }

  test(named('Retry-After is obeyed, in seconds and as milliseconds'), async (context) => {
    const { ask, sleeps } = await bench(context, vendor, [
      { status: 429, headers: { 'retry-after': '7' } },
      { status: 429, headers: { 'retry-after-ms': '1234' } },
      good,
    ]);
    assert.equal(answered(await ask('Question?')).tries?.length, 2);
    assert.deepEqual(sleeps, [7000, 1234]);
  });

  test(named('a vendor that asks for an hour is not waited for'), async (context) => {
    const { ask, sleeps } = await bench(context, vendor, [{ status: 429, headers: { 'retry-after': '3600' } }]);
    assert.equal(failed(await ask('Question?')).code, 'model.rate_limited');
    assert.deepEqual(sleeps, []);
  });

  test(named('what never passes is a coded failure after a bounded number of tries'), async (context) => {
    const { ask, sleeps, server } = await bench(context, vendor, () => ({ status: 429 }));
    const failure = failed(await ask('Question?'));
    assert.equal(failure.code, 'model.rate_limited');
    assert.equal(server.asked.length, 8);
    assert.equal(sleeps.length, 7);
    assert.ok(Math.max(...sleeps) <= 60_000);
    assert.equal(((failure.details?.tries ?? []) as unknown[]).length, 7);
  });

  test(named('a refused connection is model.unavailable'), async (context) => {
    const { ask, server } = await bench(context, vendor, []);
    await server.close();
    context.mock.method(server, 'close', async () => {});
    const failure = failed(await ask('Question?'));
    assert.equal(failure.code, 'model.unavailable');
    assert.match(failure.message, /ECONNREFUSED/);
  });

  for (const halfway of ['cut', 'end', { type: 'overloaded_error', message: 'Overloaded' }] as const) {
    test(
      named(`a stream that ends in the middle (${JSON.stringify(halfway)}) is asked for again, and its tokens count`),
      async (context) => {
        const begun = {
          text: 'The beginning of an answer that is not finished',
          halfway,
          usage: { input: 100, output: 40 },
        };
        const { ask } = await bench(context, vendor, [begun, good], { prices: { m: { input: 1, output: 10 } } });
        const { text, tries, usage } = answered(await ask('Question?'));
        assert.equal(text, 'Here it is.');
        assert.equal(tries?.[0]?.code, typeof halfway === 'string' ? 'model.interrupted' : 'model.unavailable');
        assert.ok(usage.inputTokens > 100 && usage.outputTokens > 10, JSON.stringify(usage));
      },
    );
  }

  /** The given behaviours, then enough good ones for a slow machine. */
  const thenGood =
    (...behaviours: readonly Behaviour[]) =>
    (_: unknown, count: number) =>
      behaviours[count - 1] ?? good;

  test(named('a server that says nothing, and one that stops saying anything, time out'), async (context) => {
    const stopped = { text: 'A beginning that stays one for ever', halfway: 'hang' } as const;
    const timeouts = { silenceMs: 700, totalMs: 20_000 };
    const { ask } = await bench(context, vendor, thenGood('hang', stopped), { timeouts });
    const { tries } = answered(await ask('Question?'));
    assert.deepEqual(
      tries?.slice(0, 2).map(({ code }) => code),
      ['model.timed_out', 'model.timed_out'],
    );
    assert.match(tries?.[0]?.message ?? '', /nothing arrived for 700 ms/);
  });

  test(named('an answer that comes in slow drips is given its time, but not for ever'), async (context) => {
    const drip = { ...good, pauseMs: 100 } as const;
    const patient = await bench(context, vendor, [drip], { timeouts: { silenceMs: 5000, totalMs: 60_000 } });
    assert.equal(answered(await patient.ask('Question?')).text, 'Here it is.');
    const hurried = await bench(context, vendor, thenGood(drip), { timeouts: { silenceMs: 5000, totalMs: 700 } });
    assert.match(
      answered(await hurried.ask('Question?')).tries?.[0]?.message ?? '',
      /no end of the answer after 700 ms/,
    );
  });

  const final: readonly (readonly [string, Behaviour, string])[] = [
    ['a wrong key', { status: 401, type: 'authentication_error' }, 'model.unauthorized'],
    ['a forbidden key', { status: 403, type: 'permission_error' }, 'model.unauthorized'],
    ['an unknown model', { status: 404, type: 'not_found_error' }, 'model.unknown'],
    ['a spent credit', { status: 402, type: 'billing_error' }, 'model.no_credit'],
    [
      'a spent quota',
      { status: 429, type: 'insufficient_quota', message: 'You exceeded your current quota (insufficient_quota)' },
      'model.no_credit',
    ],
    ['a request that is refused', { status: 400, message: 'messages: roles are wrong' }, 'model.rejected'],
    ['a refusal', { text: '', stop: 'refusal' }, 'model.refused'],
  ];
  for (const [title, behaviour, code] of final) {
    test(named(`${title} is not asked again`), async (context) => {
      const { ask, server } = await bench(context, vendor, () => behaviour);
      assert.equal(failed(await ask('Question?')).code, code);
      assert.equal(server.asked.length, 1);
    });
  }

  test(named('an empty answer is asked for once more, then model.empty, with what was spent'), async (context) => {
    const { ask, server } = await bench(context, vendor, () => ({ text: '', usage: { input: 100, output: 5 } }), {
      prices: { m: { input: 1, output: 10 } },
    });
    const failure = failed(await ask('Question?'));
    assert.equal(failure.code, 'model.empty');
    assert.equal(server.asked.length, 2);
    assert.deepEqual(failure.details?.usage, { inputTokens: 200, outputTokens: 10, cachedInputTokens: 0 });
    assert.ok(Math.abs((failure.details?.costUsd as number) - 0.0003) < 1e-9);
  });

  test(
    named('abort ends a call at once, while it waits for an answer and while it waits to try again'),
    async (context) => {
      const { model, server } = await bench(context, vendor, ['hang', { status: 500 }]);
      for (const atOnce of [1, 2]) {
        const abort = new AbortController();
        const calling = callModel(model, question('Question?'), {
          signal: abort.signal,
          onTry: () => abort.abort(),
        });
        while (server.asked.length < atOnce) await new Promise((resolve) => setTimeout(resolve, 5));
        if (atOnce === 1) abort.abort();
        assert.equal(failed(await calling).code, 'model.aborted');
      }
      assert.equal(server.asked.length, 2);
    },
  );
}
