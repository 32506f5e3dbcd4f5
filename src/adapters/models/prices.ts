import * as z from 'zod';
import type { ModelUsage } from '../../ports/model.ts';

/** US dollars per million tokens. */
const ratesSchema = z.strictObject({
  input: z.number().nonnegative(),
  /** Cache reads; defaults to the input price. */
  cachedInput: z.number().nonnegative().optional(),
  /** Cache writes; defaults to the input price. */
  cacheWrite: z.number().nonnegative().optional(),
  output: z.number().nonnegative(),
});

export const priceSchema = ratesSchema.extend({
  /** The batch price as a fraction of the standard price. */
  batchFactor: z.number().positive().max(1).optional(),
  /** Tariff for requests with more input tokens than this; null: one exists but is unknown. */
  above: z.strictObject({ inputTokens: z.int().positive(), rates: ratesSchema.nullable() }).optional(),
  /** Maximum tokens of an image, if above the usual. */
  imageTokens: z.int().positive().optional(),
});

type Rates = z.output<typeof ratesSchema>;
export type Price = z.output<typeof priceSchema>;
export type Prices = Readonly<Record<string, Price>>;

const million = 1_000_000;

const dateSuffix = /-(?:\d{8}|\d{4}-\d{2}-\d{2})$/;

/**
 * Returns the price of `endpoint:model`: first a configured one, by that name, the model's or the endpoint's; then one
 * of the table by that name, also without a snapshot's date. Undefined when unknown.
 */
export const priceOf = (endpoint: string, model: string, configured: Prices, table: Prices): Price | undefined => {
  const name = `${endpoint}:${model}`;
  return (
    configured[name] ?? configured[model] ?? configured[endpoint] ?? table[name] ?? table[name.replace(dateSuffix, '')]
  );
};

const ratesFor = (price: Price, inputTokens: number): Rates | null =>
  price.above !== undefined && inputTokens > price.above.inputTokens ? price.above.rates : price;

/** Returns the dollars of one exchange; null when unknown. */
export const dollarsOf = (
  price: Price | undefined,
  usage: ModelUsage | undefined,
  tariff: 'standard' | 'batch' | 'other',
): number | null => {
  const rates = price && usage && ratesFor(price, usage.inputTokens);
  const factor = tariff === 'standard' ? 1 : tariff === 'batch' ? price?.batchFactor : undefined;
  if (!rates || usage === undefined || factor === undefined) return null;
  const { inputTokens, cachedInputTokens, cacheWriteTokens = 0, outputTokens } = usage;
  const fresh = Math.max(0, inputTokens - cachedInputTokens - cacheWriteTokens);
  const dollars =
    fresh * rates.input +
    cachedInputTokens * (rates.cachedInput ?? rates.input) +
    cacheWriteTokens * (rates.cacheWrite ?? rates.input) +
    outputTokens * rates.output;
  return (dollars * factor) / million;
};

/** Returns an upper bound in dollars on an exchange with these token limits; null when the price is unknown. */
export const dollarsAtMost = (price: Price | undefined, inputTokens: number, outputTokens: number): number | null => {
  if (price === undefined) return null;
  const reachesAbove = price.above !== undefined && inputTokens > price.above.inputTokens;
  const tariffs = reachesAbove ? [price, price.above?.rates ?? null] : [price];
  const amounts = tariffs.map((rates) => {
    if (rates === null) return null;
    const dearest = Math.max(rates.input, rates.cachedInput ?? 0, rates.cacheWrite ?? 0);
    return (inputTokens * dearest + outputTokens * rates.output) / million;
  });
  return amounts.includes(null) ? null : Math.max(...(amounts as number[]));
};
