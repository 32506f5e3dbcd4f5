import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { createModels, type ModelsParts } from '../../src/adapters/models/models.ts';
import type { Failure, Outcome } from '../../src/events/outcome.ts';
import type { Model, ModelAnswer, ModelCall, ModelRequest, ModelTry } from '../../src/ports/model.ts';
import { anthropicDialect, type Dialect, openaiDialect } from './vendor-dialects.ts';
import { type Behaviour, startVendor, type VendorServer } from './vendor-server.ts';

/** One way to reach a model: the endpoint in its name, and the wire format. */
export type Vendor = { readonly endpoint: string; readonly dialect: Dialect; readonly path: string };

export const vendors: readonly Vendor[] = [
  { endpoint: 'anthropic', dialect: anthropicDialect, path: '' },
  { endpoint: 'openai', dialect: openaiDialect, path: '/v1' },
  { endpoint: 'elsewhere', dialect: openaiDialect, path: '/v1' },
];

export const testKey = 'sk-test-0123456789abcdef';

export const modelsAt = (
  { endpoint, path }: Vendor,
  url: string,
  config: Partial<ModelsParts['config']> = {},
  sleeps: number[] = [],
) =>
  createModels({
    config: {
      prices: {},
      timeouts: { silenceMs: 5000, totalMs: 20_000 },
      ...config,
      endpoints: { elsewhere: { baseUrl: `${url}${path}`, keyVariable: 'ELSEWHERE_API_KEY' }, ...config.endpoints },
    },
    environment: {
      ANTHROPIC_API_KEY: testKey,
      OPENAI_API_KEY: testKey,
      ELSEWHERE_API_KEY: testKey,
      MODEL_API_KEY: testKey,
      [`${endpoint.toUpperCase()}_BASE_URL`]: `${url}${path}`,
    },
    sleep: async (delayMs) => {
      sleeps.push(delayMs);
    },
    random: () => 0.5,
    onKey: () => {},
  });

export const question = (text: string, more: Partial<ModelRequest> = {}): ModelRequest => ({
  purpose: 'coder.note',
  system: 'You are a test.',
  messages: [{ role: 'user', content: text }],
  temperature: 0.5,
  maxTokens: 200,
  ...more,
});

export type Called = {
  readonly outcome: Outcome<ModelAnswer>;
  readonly deltas: readonly string[];
  readonly tries: readonly ModelTry[];
};

export const callModel = async (
  model: Model,
  request: ModelRequest,
  more: Partial<ModelCall> = {},
): Promise<Called> => {
  const deltas: string[] = [];
  const tries: ModelTry[] = [];
  const outcome = await model.answer(request, {
    signal: new AbortController().signal,
    onDelta: (text) => deltas.push(text),
    onTry: (failed) => tries.push(failed),
    readBlob: async () => new Uint8Array([137, 80, 78, 71]),
    ...more,
  });
  return { outcome, deltas, tries };
};

export const answered = ({ outcome }: Called): ModelAnswer => {
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
};

export const failed = ({ outcome }: Called): Failure => {
  assert.ok(!outcome.ok, JSON.stringify(outcome));
  return outcome.error;
};

export type Bench = {
  readonly server: VendorServer;
  readonly model: Model;
  readonly sleeps: readonly number[];
  readonly ask: (text: string, more?: Partial<ModelRequest>) => Promise<Called>;
};

/** A server with scripted behaviour and a client for its model `m`; closed after the test. */
export const bench = async (
  context: TestContext,
  vendor: Vendor,
  behave: readonly Behaviour[] | Parameters<typeof startVendor>[1],
  config: Partial<ModelsParts['config']> = {},
): Promise<Bench> => {
  const script =
    typeof behave === 'function' ? behave : (_: unknown, count: number) => behave[count - 1] ?? ('drop' as const);
  const server = await startVendor(vendor.dialect, script);
  context.after(() => server.close());
  const sleeps: number[] = [];
  const model = modelsAt(vendor, server.url, config, sleeps).named(`${vendor.endpoint}:m`);
  return { server, model, sleeps, ask: (text, more) => callModel(model, question(text, more)) };
};
