import type { Bound } from '../../events/projections/cost.ts';
import type { ModelRequest, ModelUsage } from '../../ports/model.ts';
import { dollarsAtMost, type Price } from './prices.ts';
import { inputTokensAtMost, tokensAtMost } from './tokens.ts';

export type Tariff = {
  readonly price: Price | undefined;
  /** Tokens reserved for hidden reasoning, in addition to the answer's tokens. */
  readonly reasoningTokens: number;
};

const exchangeAtMost = (tariff: Tariff, request: ModelRequest, answeredTokens: number): Bound => {
  const inputTokens = inputTokensAtMost(request, tariff.price?.imageTokens) + answeredTokens;
  const outputTokens = request.maxTokens + tariff.reasoningTokens;
  return { tokens: inputTokens + outputTokens, dollars: dollarsAtMost(tariff.price, inputTokens, outputTokens) };
};

const add = (one: Bound, other: Bound): Bound => ({
  tokens: one.tokens + other.tokens,
  dollars: one.dollars === null || other.dollars === null ? null : one.dollars + other.dollars,
});

/** Bounds two exchanges of maximum length: the answer, and its continuation, whose request includes the answer. */
export const boundOf = (tariff: Tariff, request: ModelRequest): Bound =>
  add(exchangeAtMost(tariff, request, 0), exchangeAtMost(tariff, request, request.maxTokens + tariff.reasoningTokens));

/** True when one more exchange fits the call's reservation, after its spending so far. */
export const hasRoom = (
  tariff: Tariff,
  request: ModelRequest,
  { usage, dollars, text }: { readonly usage: ModelUsage; readonly dollars: number | null; readonly text: string },
): boolean => {
  const spent = { tokens: usage.inputTokens + usage.outputTokens, dollars };
  const answeredTokens = Math.min(tokensAtMost(text), usage.outputTokens);
  const after = add(spent, exchangeAtMost(tariff, request, answeredTokens));
  const bound = boundOf(tariff, request);
  return after.tokens <= bound.tokens && (after.dollars ?? 0) <= (bound.dollars ?? Number.POSITIVE_INFINITY);
};
