import type { Model } from '../../ports/model.ts';
import { Call, type CallParts, paidExchanges } from './call.ts';
import { dollarsAtMost } from './prices.ts';
import { inputTokensAtMost } from './tokens.ts';

type ModelParts = Omit<CallParts, 'refused'> & {
  /** Room for hidden reasoning that is asked for beside the answer's tokens. */
  readonly reasoningTokens: number;
};

/** A model of an exchange: everything that all vendors need alike. */
export const createModel = ({ reasoningTokens, ...parts }: ModelParts): Model => {
  const refused: CallParts['refused'] = new Set();
  return {
    name: parts.name,
    bound: (request) => {
      const outputTokens = request.maxTokens + reasoningTokens;
      let tokens = 0;
      let dollars: number | null = 0;
      for (let exchange = 0; exchange < paidExchanges; exchange += 1) {
        // What was answered so far is sent along with the request to go on.
        const inputTokens = inputTokensAtMost(request, parts.price?.imageTokens) + exchange * request.maxTokens;
        const cost: number | null = dollarsAtMost(parts.price, inputTokens, outputTokens);
        tokens += inputTokens + outputTokens;
        dollars = dollars === null || cost === null ? null : dollars + cost;
      }
      return { tokens, dollars };
    },
    answer: (request, call) => new Call({ ...parts, refused }, request, call).answer(),
  };
};
