import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { strictSchema } from '../../../src/adapters/models/answer-schema.ts';
import { retryAfterOf } from '../../../src/adapters/models/classify.ts';
import { joinContinuation } from '../../../src/adapters/models/continuation.ts';
import { cutForCaching } from '../../../src/adapters/models/cuts.ts';
import { dropOne } from '../../../src/adapters/models/drop.ts';
import { pricesAsOf, priceTable } from '../../../src/adapters/models/price-table.ts';
import { dollarsAtMost, dollarsOf, type Price, priceOf, priceSchema } from '../../../src/adapters/models/prices.ts';
import { tokensAtMost } from '../../../src/adapters/models/tokens.ts';
import { question } from '../../support/vendor-lab.ts';

const close = (one: number | null, other: number): void =>
  assert.ok(one !== null && Math.abs(one - other) < 1e-9, `${one} is not ${other}`);

const usage = (inputTokens: number, outputTokens: number, cachedInputTokens = 0, cacheWriteTokens = 0) => ({
  inputTokens,
  outputTokens,
  cachedInputTokens,
  cacheWriteTokens,
});

test('a price is found by the exact name and by a snapshot’s, never by a likeness', () => {
  const find = (endpoint: string, model: string) => priceOf(endpoint, model, {}, priceTable)?.input;
  assert.equal(find('anthropic', 'claude-haiku-4-5'), 1);
  assert.equal(find('anthropic', 'claude-haiku-4-5-20251001'), 1);
  assert.equal(find('openai', 'gpt-5-2025-08-07'), 1.25);
  assert.equal(find('openai', 'gpt-5-pro'), undefined);
  assert.equal(find('openrouter', 'gpt-5'), undefined, 'another seller has another price');
  assert.equal(find('openai', 'gpt-5-2025'), undefined);
});

test('a configured price is taken before the table’s: by the whole name, the model’s, the endpoint’s', () => {
  const price = (input: number): Price => ({ input, output: 1 });
  const configured = { 'openai:gpt-5': price(7), qwen: price(8), ollama: price(0) };
  assert.equal(priceOf('openai', 'gpt-5', configured, priceTable)?.input, 7);
  assert.equal(priceOf('vllm', 'qwen', configured, priceTable)?.input, 8);
  assert.equal(priceOf('ollama', 'anything', configured, priceTable)?.input, 0);
  assert.equal(priceOf('anthropic', 'claude-haiku-4-5', configured, priceTable)?.input, 1);
});

test('the table says when it was read, has the form that a person’s prices have, and no cached token dearer than a fresh one', () => {
  assert.ok(Date.parse(pricesAsOf) > Date.parse('2026-01-01'));
  for (const [name, price] of Object.entries(priceTable)) {
    assert.deepEqual(priceSchema.parse(price), price, name);
    assert.ok((price.cachedInput ?? 0) < price.input && price.input < price.output, name);
  }
});

const price: Price = {
  input: 2,
  cachedInput: 0.2,
  cacheWrite: 2.5,
  output: 10,
  batchFactor: 0.5,
  above: { inputTokens: 100_000, rates: { input: 4, output: 15 } },
};

test('dollars: fresh, cached and written input, output, batches, and the tariff for long requests', () => {
  close(dollarsOf(price, usage(1000, 100), 'standard'), (1000 * 2 + 100 * 10) / 1e6);
  close(dollarsOf(price, usage(1000, 100, 600, 300), 'standard'), (100 * 2 + 600 * 0.2 + 300 * 2.5 + 100 * 10) / 1e6);
  close(dollarsOf(price, usage(1000, 100), 'batch'), (1000 * 2 + 100 * 10) / 2e6);
  close(dollarsOf(price, usage(100_000, 0), 'standard'), 0.2);
  close(dollarsOf(price, usage(100_001, 0), 'standard'), 0.400004);
});

test('what is not known is null: no price, no usage, an unknown tariff, a long request without its rates', () => {
  assert.equal(dollarsOf(undefined, usage(1, 1), 'standard'), null);
  assert.equal(dollarsOf(price, undefined, 'standard'), null);
  assert.equal(dollarsOf(price, usage(1, 1), 'other'), null);
  assert.equal(dollarsOf({ input: 1, output: 1 }, usage(1, 1), 'batch'), null);
  const unknown = { ...price, above: { inputTokens: 10, rates: null } };
  assert.equal(dollarsOf(unknown, usage(11, 1), 'standard'), null);
  assert.equal(dollarsAtMost(unknown, 11, 1), null);
});

test('whatever the vendor charges for so many tokens is not above the upper estimate', () => {
  const count = fc.integer({ min: 0, max: 300_000 });
  fc.assert(
    fc.property(
      count,
      count,
      fc.double({ min: 0, max: 1, noNaN: true }),
      count,
      count,
      (input, output, share, more, longer) => {
        const cached = Math.floor(input * share);
        const charged = dollarsOf(price, usage(input, output, cached, input - cached), 'standard') as number;
        const fresh = dollarsOf(price, usage(input, output, cached), 'standard') as number;
        const bound = dollarsAtMost(price, input + more, output + longer) as number;
        assert.ok(charged <= bound + 1e-12 && fresh <= bound + 1e-12);
      },
    ),
  );
});

test('the upper estimate of tokens is well above that of prose, and counts each byte of other scripts', () => {
  const prose = 'The loss of the small transformer falls after a long plateau. ';
  assert.ok(tokensAtMost(prose) >= prose.length / 3);
  assert.equal(tokensAtMost('0.18742'), 7);
  assert.equal(tokensAtMost('模型'), 6);
  fc.assert(fc.property(fc.string(), fc.string(), (one, other) => tokensAtMost(one) <= tokensAtMost(one + other) + 1));
});

test('a continuation is joined without what was said twice and without a fence opened anew', () => {
  assert.equal(joinContinuation('abc', 'def'), 'abcdef');
  assert.equal(joinContinuation('A long beginning of it', 'beginning of it goes on'), 'A long beginning of it goes on');
  assert.equal(joinContinuation('```json\n{"a": [1,', '```json\n2]}\n```'), '```json\n{"a": [1,2]}\n```');
  assert.equal(joinContinuation('```json\n{"a": 1}', '\n```\nDone.'), '```json\n{"a": 1}\n```\nDone.');
});

test('the cuts for the cache lose nothing, and are few', () => {
  const block = fc.tuple(fc.constantFrom('file', 'data', 'paper'), fc.integer({ min: 0, max: 9000 }));
  fc.assert(
    fc.property(fc.array(block, { maxLength: 8 }), fc.string(), (blocks, tail) => {
      const text =
        blocks.map(([tag, length]) => `<${tag} name="x">\n${'y'.repeat(length)}\n</${tag}>\n\n`).join('') + tail;
      const pieces = cutForCaching(text);
      assert.equal(pieces.join(''), text);
      assert.ok(pieces.length <= 4);
      assert.ok(pieces.slice(0, -1).every((piece) => piece.length >= 4000));
    }),
  );
});

test('dropping always ends, and each step makes the request smaller', () => {
  const block = (length: number) => `<data name="d">\n"${'z'.repeat(length)}"\n</data>`;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 50_000 }), { maxLength: 4 }), (lengths) => {
      let request = question(lengths.map(block).join('\n\n'));
      for (let step = 0; ; step += 1) {
        assert.ok(step < 60);
        const smaller = dropOne(request);
        if (smaller === undefined) break;
        assert.ok(JSON.stringify(smaller.request).length < JSON.stringify(request).length);
        request = smaller.request;
      }
    }),
    { numRuns: 30 },
  );
});

test('a strict schema closes objects, requires all members, and keeps what is nested', () => {
  const rating = { type: 'integer', minimum: 1, description: 'from 1' };
  const given = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: { list: { type: 'array', minItems: 1, items: { type: 'object', properties: { rating } } } },
  };
  assert.deepEqual(strictSchema(given), {
    type: 'object',
    properties: {
      list: {
        type: 'array',
        items: {
          type: 'object',
          properties: { rating: { type: 'integer', description: 'from 1' } },
          required: ['rating'],
          additionalProperties: false,
        },
      },
    },
    required: ['list'],
    additionalProperties: false,
  });
  assert.equal(strictSchema({ type: 'object', properties: { open: {} } }), undefined);
});

test('Retry-After is read as seconds, as milliseconds and as a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  const read = (headers: Record<string, string>) => retryAfterOf(new Headers(headers), now);
  assert.equal(read({ 'retry-after': '1.5' }), 1500);
  assert.equal(read({ 'retry-after-ms': '20', 'retry-after': '9' }), 20);
  assert.equal(read({ 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT' }), 30_000);
  assert.equal(read({ 'retry-after': 'Thu, 01 Jan 2025 00:00:30 GMT' }), 0);
  assert.equal(read({ 'retry-after': 'soon' }), undefined);
  assert.equal(read({}), undefined);
});
