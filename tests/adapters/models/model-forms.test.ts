import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tokenLimitIn, waitIn } from '../../../src/adapters/models/classify.ts';
import { answered, bench, failed, vendors } from '../../support/vendor-lab.ts';
import type { Behaviour } from '../../support/vendor-server.ts';

const good: Behaviour = { text: 'Here it is.', usage: { input: 100, output: 10 } };
const chatCompletions = vendors.filter(({ dialect }) => dialect.answerPath.endsWith('completions'));
const messages = vendors.filter(({ endpoint }) => endpoint === 'anthropic');

const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
const sse = (...chunks: readonly unknown[]): Behaviour => ({
  raw: [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join(''),
  contentType: 'text/event-stream',
});
const chunk = (choice: object) => ({ id: 'x', object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }] });
const whole = (choice: object): Behaviour => ({
  raw: JSON.stringify({ id: 'x', object: 'chat.completion', choices: [{ index: 0, ...choice }], usage }),
  contentType: 'application/json',
});

/** Answers as servers of Chat Completions send them; each means "The answer.", complete. */
const forms: readonly (readonly [what: string, behaviour: Behaviour])[] = [
  [
    'content as a list, reasoning among it',
    sse(
      chunk({ delta: { content: [{ type: 'thinking', thinking: [{ type: 'text', text: 'Hm.' }] }] } }),
      chunk({
        delta: {
          content: [
            { type: 'text', text: 'The ' },
            { type: 'text', text: 'answer.' },
          ],
        },
      }),
      chunk({ delta: {}, finish_reason: 'stop' }),
    ),
  ],
  ['no finish_reason, but usage', sse(chunk({ delta: { content: 'The answer.' } }), { choices: [], usage })],
  ['a body in JSON instead of a stream', whole({ message: { content: 'The answer.' }, finish_reason: 'stop' })],
  ['a message in a piece of a stream', sse(chunk({ message: { content: 'The answer.' }, finish_reason: 'stop' }))],
  ['a text in a piece of a stream', sse(chunk({ text: 'The answer.', finish_reason: 'stop' }))],
  [
    'reasoning beside the answer',
    sse(
      chunk({ delta: { reasoning_content: 'Hm.' } }),
      chunk({ delta: { reasoning: 'Hm.' } }),
      chunk({ delta: { content: 'The answer.' }, finish_reason: 'stop' }),
    ),
  ],
  [
    'arguments of a tool in place of content',
    sse(
      chunk({ delta: { content: null, tool_calls: [{ index: 0, function: { name: 'f', arguments: 'The ' } }] } }),
      chunk({ delta: { tool_calls: [{ index: 0, function: { arguments: 'answer.' } }] } }),
      chunk({ delta: {}, finish_reason: 'tool_calls' }),
    ),
  ],
  [
    'a thought before it',
    sse(chunk({ delta: { content: '<think>A draft.</think>The answer.' }, finish_reason: 'stop' })),
  ],
];

for (const vendor of chatCompletions) {
  for (const [what, behaviour] of forms) {
    test(`${vendor.endpoint}: an answer is read: ${what}`, async (context) => {
      const { ask, server } = await bench(context, vendor, [behaviour]);
      assert.equal(answered(await ask('Question?')).text, 'The answer.');
      assert.equal(server.asked.length, 1);
    });
  }

  for (const finish_reason of ['max_tokens', 'MAX_TOKENS', 'length_limit']) {
    test(`${vendor.endpoint}: "${finish_reason}" is an answer cut off, which is gone on with`, async (context) => {
      const { ask } = await bench(context, vendor, [
        sse(chunk({ delta: { content: 'The first half ' }, finish_reason }), { choices: [], usage }),
        { text: 'and the second.', usage: { input: 100, output: 10 } },
      ]);
      assert.equal(answered(await ask('Question?')).text, 'The first half and the second.');
    });
  }

  test(`${vendor.endpoint}: an answer of reasoning alone is asked for once more, without it`, async (context) => {
    const thinking = sse(chunk({ delta: { reasoning_content: 'Hm, hm.' }, finish_reason: 'stop' }), {
      choices: [],
      usage,
    });
    const { ask, server } = await bench(context, vendor, [thinking, good]);
    assert.equal(answered(await ask('Question?')).text, 'Here it is.');
    assert.match(JSON.stringify(server.asked[1]?.messages), /Give the answer alone/);
    const silent = await bench(context, vendor, () => thinking);
    assert.match(failed(await silent.ask('Question?')).message, /14 characters of reasoning came, and no answer/);
    assert.equal(silent.server.asked.length, 2);
  });

  test(`${vendor.endpoint}: a call of a tool written as text is the JSON that it holds`, async (context) => {
    const text = '<tool_call>{"name": "answer", "arguments": {"decision": "Accept"}}</tool_call>';
    const { ask } = await bench(context, vendor, [{ text }]);
    assert.equal(answered(await ask('Question?')).text, '{"decision":"Accept"}');
  });

  test(`${vendor.endpoint}: what came is kept where the answer is a part of it`, async (context) => {
    const { ask } = await bench(context, vendor, [{ text: '<think>Hm.</think>Yes.' }, { text: 'Yes.' }]);
    const { text, raw, thoughtCharacters } = answered(await ask('Question?'));
    assert.deepEqual([text, raw, thoughtCharacters], ['Yes.', '<think>Hm.</think>Yes.', 3]);
    assert.equal('raw' in answered(await ask('Question?')), false);
  });

  test(`${vendor.endpoint}: a system message that is refused goes before the first message from then on`, async (context) => {
    const message = 'System role not supported';
    const behave = ({ system }: { system: string }): Behaviour => (system === '' ? good : { status: 400, message });
    const { ask, server } = await bench(context, vendor, behave);
    assert.equal(answered(await ask('Question?')).text, 'Here it is.');
    answered(await ask('Another?'));
    assert.deepEqual(
      server.asked.map(({ system }) => system),
      ['You are a test.', '', ''],
    );
    assert.match(JSON.stringify(server.asked[2]?.messages[0]), /You are a test\.\\n\\nAnother\?/);
  });

  test(`${vendor.endpoint}: a limit of tokens that is too large is lowered to what fits`, async (context) => {
    const behave = ({ body }: { body: any }): Behaviour => {
      const limit = body.max_tokens ?? body.max_completion_tokens;
      const message = `max_tokens is too large: ${limit}. This model's maximum context length is 1024 tokens and your request has 529 input tokens`;
      return limit + 529 > 1024 ? { status: 400, message } : good;
    };
    const { ask, server } = await bench(context, vendor, behave);
    answered(await ask('Question?', { maxTokens: 8192 }));
    const { max_tokens, max_completion_tokens } = server.asked.at(-1)?.body ?? {};
    assert.equal(max_tokens ?? max_completion_tokens, 495);
  });

  test(`${vendor.endpoint}: a stream that is refused is not asked for again`, async (context) => {
    const behave = ({ body }: { body: any }): Behaviour =>
      body.stream
        ? { status: 400, message: "'stream' does not support true" }
        : whole({ message: { content: 'The answer.' }, finish_reason: 'stop' });
    const { ask, server } = await bench(context, vendor, behave);
    assert.equal(answered(await ask('Question?')).text, 'The answer.');
    assert.equal(answered(await ask('Question?')).text, 'The answer.');
    assert.deepEqual(
      server.asked.map(({ body }) => body.stream),
      [true, false, false],
    );
  });

  test(`${vendor.endpoint}: JSON that did not validate is asked for once more, then without the schema`, async (context) => {
    const answerSchema = { type: 'object', properties: { a: { type: 'string' } } };
    const behave = ({ body }: { body: any }): Behaviour =>
      body.response_format ? { status: 400, message: 'json_validate_failed: Failed to generate JSON' } : good;
    const { ask, server } = await bench(context, vendor, behave);
    answered(await ask('Question?', { answerSchema }));
    assert.deepEqual(
      server.asked.map(({ body }) => body.response_format?.type),
      ['json_schema', 'json_schema', undefined],
    );
  });

  test(`${vendor.endpoint}: a form that is refused by a fault of the server is left out before anything is waited out`, async (context) => {
    const answerSchema = { type: 'object', properties: { a: { type: 'string' } } };
    const detail = "1 validation error: response_format -> type: unexpected value; permitted: 'text', 'json_object'";
    const behave = ({ body }: { body: any }): Behaviour =>
      body.response_format?.type === 'json_schema' ? { status: 500, body: JSON.stringify({ detail }) } : good;
    const { ask, sleeps } = await bench(context, vendor, behave);
    answered(await ask('Question?', { answerSchema }));
    assert.deepEqual(sleeps, []);
  });

  test(`${vendor.endpoint}: a rate that is exceeded for seconds is waited out, whatever it is called`, async (context) => {
    const message = 'You exceeded your current quota, please check your plan. Please retry in 2.1s.';
    const body = JSON.stringify([
      { error: { code: 429, message, status: 'RESOURCE_EXHAUSTED', details: [{ retryDelay: '2s' }] } },
    ]);
    const { ask, sleeps } = await bench(context, vendor, [{ status: 429, body }, good]);
    answered(await ask('Question?'));
    assert.deepEqual(sleeps, [2100]);
  });

  test(`${vendor.endpoint}: a rate whose reset is hours away ends the call and says how long`, async (context) => {
    const { ask, sleeps } = await bench(context, vendor, [{ status: 429, headers: { 'retry-after': '14400' } }]);
    const { code, details } = failed(await ask('Question?'));
    assert.equal(code, 'model.rate_limited');
    assert.equal(details?.retryAfterMs, 14_400_000);
    assert.deepEqual(sleeps, []);
  });

  test(`${vendor.endpoint}: an account without money is no matter of waiting`, async (context) => {
    const { ask } = await bench(context, vendor, [{ status: 429, message: 'You exceeded your current quota.' }]);
    assert.equal(failed(await ask('Question?')).code, 'model.no_credit');
  });
}

for (const vendor of vendors) {
  test(`${vendor.endpoint}: an address that answers with a web page says so in one line`, async (context) => {
    const page: Behaviour = { raw: '<html><body>Sign in</body></html>', contentType: 'text/html; charset=utf-8' };
    const { ask } = await bench(context, vendor, () => page);
    const { message } = failed(await ask('Question?'));
    assert.match(message, /http:\/\/127\.0\.0\.1:\d+ answers with a web page: correct the address, or sign in there/);
  });
}

const event = (data: { type: string }): string => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`;
const events = (...list: readonly ({ type: string } & Record<string, unknown>)[]): Behaviour => ({
  raw: list.map(event).join(''),
  contentType: 'text/event-stream',
});
const block = (index: number, text: string) => ({
  type: 'content_block_start',
  index,
  content_block: { type: 'text', text },
});
const message = { id: 'm', type: 'message', role: 'assistant', model: 'm', content: [], stop_reason: null };
const end = [{ type: 'message_delta', delta: { stop_reason: 'end_turn' } }, { type: 'message_stop' }];

const anthropicForms: readonly (readonly [what: string, behaviour: Behaviour])[] = [
  ['without usage', events({ type: 'message_start', message }, block(0, 'The answer.'), ...end)],
  [
    'with its text in the start of a block',
    events(
      { type: 'message_start', message: { ...message, usage: { input_tokens: 3 } } },
      block(0, 'The answer.'),
      ...end,
    ),
  ],
  [
    'as a body in JSON',
    {
      raw: JSON.stringify({
        ...message,
        content: [{ type: 'text', text: 'The answer.' }],
        stop_reason: 'end_turn',
        usage: { input_tokens: 3, output_tokens: 4 },
      }),
      contentType: 'application/json',
    },
  ],
];

for (const vendor of messages) {
  for (const [what, behaviour] of anthropicForms) {
    test(`${vendor.endpoint}: an answer is read: ${what}`, async (context) => {
      const { ask, server } = await bench(context, vendor, [behaviour]);
      assert.equal(answered(await ask('Question?')).text, 'The answer.');
      assert.equal(server.asked.length, 1);
    });
  }
}

test('a limit of tokens is read from the words of a refusal', () => {
  const limits: readonly (readonly [string, number | undefined])[] = [
    ['max_tokens: 99999 > 8192, which is the maximum allowed number of output tokens for m', undefined],
    ['Invalid max_tokens value, the valid range of max_tokens is [1, 8192]', 8192],
    ['max_tokens is too large: 32768. This model supports at most 16384 completion tokens', 16_384],
    [
      "This model's maximum context length is 8,192 tokens. However, you requested 9000 tokens (900 in the messages, 8100 in the completion)",
      7292,
    ],
    ['the prompt is too long', undefined],
  ];
  for (const [text, limit] of limits) assert.equal(tokenLimitIn(text), limit, text);
});

test('the time to wait is read from the words of a refusal', () => {
  const waits: readonly (readonly [string, number | undefined])[] = [
    ['Please retry in 2.1s.', 2100],
    ['{"retryDelay":"2s"}', 2000],
    ['Please try again in 6m0s.', 360_000],
    ['Rate limit reached. Please try again in 120ms.', 120],
    ['Your limit will reset in 1h 30m', 5_400_000],
    ['retry later', undefined],
    ['we retried 3 sentences', undefined],
  ];
  for (const [text, wait] of waits) assert.equal(waitIn(text), wait, text);
});
