import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Asked, textOf } from '../../support/vendor-dialects.ts';
import { answered, bench, testKey, type Vendor, vendors } from '../../support/vendor-lab.ts';
import type { Behaviour } from '../../support/vendor-server.ts';

const good: Behaviour = { text: '{"title": "A"}', usage: { input: 100, output: 10 } };
const [anthropic, openai, elsewhere] = vendors as [Vendor, Vendor, Vendor];

const schema = {
  type: 'object',
  properties: { title: { type: 'string', minLength: 5 }, note: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
  required: ['title'],
};
const strict = {
  type: 'object',
  properties: { title: { type: 'string' }, note: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
  required: ['title', 'note'],
  additionalProperties: false,
};

const lastText = (asked: Asked | undefined): string => textOf(asked?.messages.at(-1)?.content);

test('anthropic: the request is as the Messages API wants it', async (context) => {
  const { ask, server } = await bench(context, anthropic, [good]);
  answered(await ask('Question?', { answerSchema: schema }));
  const { body, headers } = server.asked[0] as Asked;
  assert.deepEqual(body, {
    model: 'm',
    stream: true,
    max_tokens: 16_200,
    system: [{ type: 'text', text: 'You are a test.', cache_control: { type: 'ephemeral' } }],
    messages: [{ role: 'user', content: [{ type: 'text', text: 'Question?' }] }],
    temperature: 0.5,
    output_config: { format: { type: 'json_schema', schema: strict } },
  });
  assert.equal(headers.authorization, `Bearer ${testKey}`);
  assert.equal(headers['x-stainless-retry-count'], '0', 'the SDK does not try again by itself');
});

test('openai: the request is as Chat Completions wants it', async (context) => {
  const { ask, server } = await bench(context, openai, [good]);
  answered(await ask('Question?', { answerSchema: schema }));
  assert.deepEqual(server.asked[0]?.body, {
    model: 'm',
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: 'You are a test.' },
      { role: 'user', content: 'Question?' },
    ],
    max_completion_tokens: 16_200,
    temperature: 0.5,
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema: strict } },
  });
});

test('a server of one’s own gets the older name of the limit and no room for reasoning', async (context) => {
  const { ask, server } = await bench(context, elsewhere, [good]);
  answered(await ask('Question?'));
  assert.equal(server.asked[0]?.body.max_tokens, 200);
  assert.equal(server.asked[0]?.body.max_completion_tokens, undefined);
  assert.equal(server.asked[0]?.headers['openai-organization'], undefined);
});

test('a schema that no vendor takes, such as that of a record, is left out', async (context) => {
  for (const vendor of vendors) {
    const { ask, server } = await bench(context, vendor, [good]);
    answered(await ask('Question?', { answerSchema: { type: 'object', additionalProperties: { type: 'string' } } }));
    assert.equal(server.asked[0]?.body.response_format ?? server.asked[0]?.body.output_config, undefined);
  }
});

test('images are sent with their bytes', async (context) => {
  for (const vendor of vendors) {
    const { ask, server } = await bench(context, vendor, [good]);
    const image = { type: 'image', mediaType: 'image/png', blob: 'a'.repeat(64) } as const;
    answered(await ask('', { messages: [{ role: 'user', content: [image, { type: 'text', text: 'What is it?' }] }] }));
    const sent = JSON.stringify(server.asked[0]?.body.messages);
    assert.ok(sent.includes('iVBORw=='), sent);
    assert.equal(lastText(server.asked[0]), 'What is it?');
  }
});

type Refusal = readonly [title: string, message: string, isGone: (body: any) => boolean];

const refusals: Readonly<Record<string, readonly Refusal[]>> = {
  anthropic: [
    ['temperature', '`temperature` is deprecated for this model.', (body) => body.temperature === undefined],
    [
      'structured output',
      'output_config.format: this model does not support it',
      (body) => body.output_config === undefined,
    ],
    [
      'room for reasoning',
      'max_tokens: 16200 > 8192, which is the maximum allowed number of output tokens for m',
      (body) => body.max_tokens === 200,
    ],
    [
      'marks for the cache',
      'cache_control: Extra inputs are not permitted',
      (body) => body.system[0].cache_control === undefined,
    ],
  ],
  openai: [
    [
      'temperature',
      "Unsupported value: 'temperature' does not support 0.5 with this model.",
      (body) => body.temperature === undefined,
    ],
    [
      'structured output',
      "Invalid parameter: 'response_format' of type 'json_schema' is not supported",
      (body) => body.response_format === undefined,
    ],
    [
      'room for reasoning',
      'max_tokens is too large: 16200. This model supports at most 4096 completion tokens.',
      (body) => body.max_completion_tokens === 200,
    ],
    [
      'the new name of the limit',
      'Unrecognized request argument supplied: max_completion_tokens',
      (body) => body.max_tokens === 16_200,
    ],
    ['usage in the stream', 'Unknown parameter: stream_options', (body) => body.stream_options === undefined],
  ],
  elsewhere: [
    [
      'the old name of the limit',
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
      (body) => body.max_completion_tokens === 200,
    ],
    ['structured output', 'response_format is not available', (body) => body.response_format === undefined],
  ],
};

for (const vendor of vendors) {
  for (const [title, message, isGone] of refusals[vendor.endpoint] ?? []) {
    test(`${vendor.endpoint}: a model that refuses ${title} is asked without, and stays so`, async (context) => {
      const behave = ({ body }: Asked): Behaviour =>
        isGone(body) ? good : { status: 400, type: 'invalid_request_error', message };
      const { ask, server, sleeps } = await bench(context, vendor, behave);
      assert.deepEqual(
        answered(await ask('Question?', { answerSchema: schema })).tries?.map(({ code }) => code),
        ['model.rejected'],
      );
      assert.equal(answered(await ask('Question?', { answerSchema: schema })).tries, undefined);
      assert.equal(server.asked.length, 3);
      assert.deepEqual(sleeps, []);
    });
  }

  test(`${vendor.endpoint}: several calls may learn of one refusal at once`, async (context) => {
    const behave = ({ body }: Asked): Behaviour =>
      body.temperature === undefined ? good : { status: 400, message: 'temperature is not supported' };
    const { ask } = await bench(context, vendor, behave);
    for (const called of await Promise.all([1, 2, 3, 4].map(() => ask('Question?')))) answered(called);
  });

  test(`${vendor.endpoint}: a model that takes no images is shown none, and the answer says so`, async (context) => {
    const behave = ({ body }: Asked): Behaviour =>
      JSON.stringify(body.messages).includes('image')
        ? { status: 400, message: 'this model has no vision: image input is not supported' }
        : good;
    const { ask } = await bench(context, vendor, behave);
    const image = { type: 'image', mediaType: 'image/png', blob: 'a'.repeat(64) } as const;
    const asked = await ask('', {
      messages: [{ role: 'user', content: [image, { type: 'text', text: 'What is it?' }] }],
    });
    assert.deepEqual(answered(asked).dropped, ['all images: the model takes none']);
    const again = await ask('', { messages: [{ role: 'user', content: [image, { type: 'text', text: 'And now?' }] }] });
    assert.deepEqual(answered(again).dropped, ['all images: the model takes none']);
    assert.equal(answered(again).tries, undefined);
  });
}

test('a server that tells no usage: it is estimated, and the cost is unknown', async (context) => {
  const { ask } = await bench(context, elsewhere, [{ text: 'Twelve chars', usage: undefined }], {
    prices: { m: { input: 1, output: 1 } },
  });
  const { usage, costUsd } = answered(await ask('Question?'));
  assert.equal(usage.outputTokens, 3);
  assert.ok(usage.inputTokens > 5);
  assert.equal(costUsd, null);
});

test('the reasoning that a local model writes before its answer is left out', async (context) => {
  const { ask } = await bench(context, elsewhere, [{ text: '<think>\nHm, {"a": 1}?\n</think>\n\nThe answer.' }]);
  assert.equal(answered(await ask('Question?')).text, 'The answer.');
});

test('anthropic: the leading blocks of a long message are marked for the cache, its end is not', async (context) => {
  const { ask, server } = await bench(context, anthropic, [good]);
  const file = (name: string) => `<file name="${name}">\n${'line of code\n'.repeat(400)}</file>\n\n`;
  const text = `${['a', 'b', 'c', 'd', 'e'].map(file).join('')}Now do it.`;
  answered(await ask(text));
  const { content } = (server.asked[0] as Asked).body.messages[0];
  assert.equal(content.map((block: any) => block.text).join(''), text);
  assert.deepEqual(
    content.map((block: any) => block.cache_control !== undefined),
    [true, true, true, false],
  );
});
