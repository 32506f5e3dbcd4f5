import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asked, textOf } from '../../support/vendor-dialects.ts';
import { answered, bench, failed, question, vendors } from '../../support/vendor-lab.ts';
import type { Behaviour } from '../../support/vendor-server.ts';

const good: Behaviour = { text: 'Here it is.', usage: { input: 100, output: 10 } };

const lastText = (asked: Asked | undefined): string => textOf(asked?.messages.at(-1)?.content);

for (const vendor of vendors) {
  test(`${vendor.endpoint}: an answer that is cut off at its limit is gone on with and joined`, async (context) => {
    const { ask, server } = await bench(context, vendor, [
      { text: 'One, two, three and a bit more of it ', stop: 'length', usage: { input: 100, output: 200 } },
      { text: 'and a bit more of it until the end.', usage: { input: 320, output: 50 } },
    ]);
    const { text, stopReason, usage, tries } = answered(await ask('Question?'));
    assert.equal(text, 'One, two, three and a bit more of it until the end.');
    assert.equal(stopReason, 'end');
    assert.equal(tries, undefined);
    assert.deepEqual(usage, { inputTokens: 420, outputTokens: 250, cachedInputTokens: 0 });
    const roles = server.asked[1]?.messages.map(({ role }) => role);
    assert.deepEqual(roles, ['user', 'assistant', 'user']);
    assert.equal(textOf(server.asked[1]?.messages[1]?.content), 'One, two, three and a bit more of it');
  });

  test(`${vendor.endpoint}: an answer without end is cut off for good, and says so`, async (context) => {
    const { ask, server } = await bench(context, vendor, (_, count) => ({ text: `Part ${count}.`, stop: 'length' }));
    const { text, stopReason } = answered(await ask('Question?'));
    assert.equal(text, 'Part 1.Part 2.Part 3.Part 4.');
    assert.equal(stopReason, 'max_tokens');
    assert.equal(server.asked.length, 4);
  });

  test(`${vendor.endpoint}: what exchanges of the greatest length charge is within the bound`, async (context) => {
    const price = { input: 3, cachedInput: 0.3, cacheWrite: 3.75, output: 15 };
    const length = (asked: Asked) =>
      asked.system.length + asked.messages.reduce((sum, { content }) => sum + textOf(content).length, 0);
    const behave = (asked: Asked, count: number): Behaviour => {
      const limit = asked.body.max_tokens ?? asked.body.max_completion_tokens;
      const input = Math.ceil(length(asked) / 2.2);
      const usage = { input, output: limit, written: Math.floor(input / 2) };
      return { text: `${'word '.repeat(limit / 5)}${count}`, stop: 'length', usage };
    };
    const { ask, model, server } = await bench(context, vendor, behave, { prices: { m: price } });
    const text = `A question of letters, 0.123456789 numbers and ünïcödé. ${'More of it. '.repeat(300)}`;
    const { usage, costUsd } = answered(await ask(text, { maxTokens: 1000 }));
    const bound = model.bound(question(text, { maxTokens: 1000 }));
    assert.equal(server.asked.length, 2);
    assert.ok(usage.inputTokens + usage.outputTokens <= bound.tokens, JSON.stringify({ usage, bound }));
    assert.ok((costUsd ?? Number.POSITIVE_INFINITY) <= (bound.dollars ?? 0), JSON.stringify({ costUsd, bound }));
  });

  test(`${vendor.endpoint}: what does not fit is dropped by the rule: images first, then the middle of the longest block`, async (context) => {
    const behave = ({ body }: Asked): Behaviour =>
      JSON.stringify(body.messages).length > 9000
        ? {
            status: 400,
            type: 'invalid_request_error',
            message: 'prompt is too long: 5000 tokens > 2000 maximum context length',
          }
        : good;
    const { ask, server, sleeps } = await bench(context, vendor, behave);
    const image = { type: 'image', mediaType: 'image/png', blob: 'a'.repeat(64) } as const;
    const text = `Task.\n\n<file name="experiment.py">\n${'x = 1\n'.repeat(3000)}</file>\n\n<data name="small">\n"kept"\n</data>\n\nDo it.`;
    const { dropped, tries } = answered(
      await ask('', { messages: [{ role: 'user', content: [image, { type: 'text', text }] }] }),
    );
    assert.equal(dropped?.[0], 'an image of message 1');
    assert.deepEqual(
      dropped?.slice(1).map((what) => what.replace(/^\d+/, 'n')),
      [
        'n characters from the middle of <file name="experiment.py">',
        'n characters from the middle of <file name="experiment.py">',
      ],
    );
    assert.equal(tries?.length, 3);
    assert.deepEqual(sleeps, []);
    const sent = lastText(server.asked.at(-1));
    assert.ok(sent.startsWith('Task.') && sent.endsWith('Do it.') && sent.includes('"kept"'));
    assert.match(sent, /characters are left out here/);
  });

  test(`${vendor.endpoint}: an image that the server does not take goes, and the others stay`, async (context) => {
    const message =
      'messages.0.content.0.image.source.base64: image exceeds 5 MB maximum: 6000000 bytes > 5242880 bytes';
    const { ask, server } = await bench(context, vendor, [{ status: 400, message }, good]);
    const image = { type: 'image', mediaType: 'image/png', blob: 'a'.repeat(64) } as const;
    const content = [image, image, { type: 'text', text: 'What is it?' }] as const;
    assert.deepEqual(answered(await ask('', { messages: [{ role: 'user', content }] })).dropped, [
      'an image of message 1',
    ]);
    assert.ok(JSON.stringify(server.asked[1]?.body.messages).includes('iVBORw=='));
  });

  test(`${vendor.endpoint}: what cannot be made to fit is model.context_too_long`, async (context) => {
    const { ask } = await bench(context, vendor, () => ({
      status: 413,
      type: 'request_too_large',
      message: 'too large',
    }));
    assert.equal(failed(await ask('A question without any block.')).code, 'model.context_too_long');
  });

  test(`${vendor.endpoint}: what was read from and written to the cache is a part of the input`, async (context) => {
    const usage = { input: 1000, output: 10, cached: 600, written: 300 };
    const { ask } = await bench(context, vendor, [{ text: 'Yes.', usage }], {
      prices: { m: { input: 10, cachedInput: 1, cacheWrite: 12.5, output: 50 } },
    });
    const answer = answered(await ask('Question?'));
    assert.deepEqual(answer.usage, {
      inputTokens: 1000,
      outputTokens: 10,
      cachedInputTokens: 600,
      cacheWriteTokens: 300,
    });
    const wanted = (100 * 10 + 600 * 1 + 300 * 12.5 + 10 * 50) / 1e6;
    assert.ok(Math.abs((answer.costUsd ?? 0) - wanted) < 1e-12, `${answer.costUsd} is not ${wanted}`);
  });

  test(`${vendor.endpoint}: a model whose price nobody knows costs null, before and after`, async (context) => {
    const { ask, model } = await bench(context, vendor, [good]);
    const asked = answered(await ask('Question?'));
    assert.equal(asked.costUsd, null);
    assert.equal(
      model.bound({ purpose: 'coder.note', system: '', messages: [], temperature: 0, maxTokens: 1 }).dollars,
      null,
    );
  });
}
