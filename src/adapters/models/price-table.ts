import type { Price, Prices } from './prices.ts';

/** Date on which the vendors' price lists were read. */
export const pricesAsOf = '2026-11-25';

type Row = readonly [model: string, input: number, cachedInput: number, output: number];

/** Cache writes for five minutes cost 25 % more than input; a batch costs half. */
const anthropic = ([model, input, cachedInput, output]: Row): readonly [string, Price] => [
  `anthropic:${model}`,
  { input, cachedInput, cacheWrite: input * 1.25, output, batchFactor: 0.5 },
];

const openai = ([model, input, cachedInput, output]: Row): readonly [string, Price] => [
  `openai:${model}`,
  { input, cachedInput, output, batchFactor: 0.5 },
];

/** Since GPT-6, cache writes are charged, and long requests have another tariff. */
const openaiWithWrites = (row: Row, above: Price['above']): readonly [string, Price] => {
  const [name, price] = openai(row);
  return [name, { ...price, cacheWrite: price.input * 1.25, above }];
};

const longInput = 272_000;

/**
 * US dollars per million tokens, from platform.claude.com, developers.openai.com and api-docs.deepseek.com. The price of
 * an unlisted model is reported as unknown and never guessed. DeepSeek is listed at its peak tariff and charges half at
 * other hours, so its reported costs are an upper bound.
 */
export const priceTable: Prices = Object.fromEntries([
  ...(
    [
      ['claude-fable-5-1', 10, 0.25, 50],
      ['claude-fable-5', 10, 1, 50],
      ['claude-opus-5-5', 4, 0.2, 20],
      ['claude-opus-5', 5, 0.5, 25],
      ['claude-opus-4-8', 5, 0.5, 25],
      ['claude-opus-4-7', 5, 0.5, 25],
      ['claude-opus-4-6', 5, 0.5, 25],
      ['claude-opus-4-5', 5, 0.5, 25],
      ['claude-sonnet-5-5', 2, 0.1, 10],
      ['claude-sonnet-5', 2, 0.2, 10],
      ['claude-sonnet-4-6', 3, 0.3, 15],
      ['claude-sonnet-4-5', 3, 0.3, 15],
      ['claude-haiku-4-5', 1, 0.1, 5],
    ] as const
  ).map(anthropic),
  [
    'anthropic:claude-haiku-5-5',
    {
      input: 0.1,
      cachedInput: 0.01,
      cacheWrite: 0.125,
      output: 0.5,
      batchFactor: 0.5,
      above: { inputTokens: 100_000, rates: { input: 0.5, cachedInput: 0.05, cacheWrite: 0.625, output: 2.5 } },
    },
  ],
  openaiWithWrites(['gpt-6.1-sol', 2, 0.1, 10], {
    inputTokens: longInput,
    rates: { input: 4, cachedInput: 0.2, cacheWrite: 5, output: 15 },
  }),
  openaiWithWrites(['gpt-6.1-terra', 1, 0.05, 5], { inputTokens: longInput, rates: null }),
  openaiWithWrites(['gpt-6-sol', 2, 0.2, 10], { inputTokens: longInput, rates: null }),
  openaiWithWrites(['gpt-6-luna', 0.1, 0.01, 0.5], { inputTokens: longInput, rates: null }),
  ...(
    [
      ['gpt-5.2', 1.75, 0.175, 14],
      ['gpt-5.1', 1.25, 0.125, 10],
      ['gpt-5', 1.25, 0.125, 10],
      ['gpt-5-mini', 0.25, 0.025, 2],
      ['gpt-5-nano', 0.05, 0.005, 0.4],
      ['gpt-4.1', 2, 0.5, 8],
      ['gpt-4.1-mini', 0.4, 0.1, 1.6],
      ['gpt-4.1-nano', 0.1, 0.025, 0.4],
      ['gpt-4o', 2.5, 1.25, 10],
      ['o3', 2, 0.5, 8],
      ['o4-mini', 1.1, 0.275, 4.4],
    ] as const
  ).map(openai),
  ['openai:gpt-4o-mini', { input: 0.15, cachedInput: 0.075, output: 0.6, batchFactor: 0.5, imageTokens: 50_000 }],
  ['deepseek:deepseek-flash', { input: 0.3, cachedInput: 0.006, output: 1.2 }],
  ['deepseek:deepseek-v4-pro', { input: 1.32, cachedInput: 0.044, output: 3.96 }],
]);
