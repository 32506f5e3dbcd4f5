/** What model calls came to. */
export type Cost = {
  readonly calls: number;
  readonly dollars: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Calls whose price nobody knows: the dollars are then a lower bound. */
  readonly unpriced: number;
};

export const noCost: Cost = { calls: 0, dollars: 0, inputTokens: 0, outputTokens: 0, unpriced: 0 };

const numberOr = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

/** Of a task's result; nothing for any other event, and for tasks that are no model calls. */
export const costOf = (event: { readonly type: string; readonly data: unknown }): Cost => {
  const data = event.data as {
    kind?: unknown;
    value?: { costUsd?: unknown; usage?: { inputTokens?: unknown; outputTokens?: unknown } };
  };
  if (event.type !== 'task.completed' || data.kind !== 'model') return noCost;
  const { costUsd, usage } = data.value ?? {};
  return {
    calls: 1,
    dollars: numberOr(costUsd),
    inputTokens: numberOr(usage?.inputTokens),
    outputTokens: numberOr(usage?.outputTokens),
    unpriced: typeof costUsd === 'number' ? 0 : 1,
  };
};

export const addCosts = (one: Cost, other: Cost): Cost => ({
  calls: one.calls + other.calls,
  dollars: one.dollars + other.dollars,
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  unpriced: one.unpriced + other.unpriced,
});
