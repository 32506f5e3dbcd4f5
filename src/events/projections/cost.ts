/** Upper bound of a call's cost; dollars are null if the price is unknown. */
export type Bound = { readonly tokens: number; readonly dollars: number | null };

/** Total cost of model calls. */
export type Cost = {
  readonly calls: number;
  readonly dollars: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Calls with unknown prices: if there are any, the dollars are a lower bound. */
  readonly unpriced: number;
  /** Calls whose answers were lost, for example by a kill; charged at their upper bounds, included in the dollars. */
  readonly lost: number;
  /** Upper bound of the tokens of lost calls. */
  readonly lostTokens: number;
};

export const noCost: Cost = {
  calls: 0,
  dollars: 0,
  inputTokens: 0,
  outputTokens: 0,
  unpriced: 0,
  lost: 0,
  lostTokens: 0,
};

export const tokensOf = ({ inputTokens, outputTokens, lostTokens }: Cost): number =>
  inputTokens + outputTokens + lostTokens;

const numberOr = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);

type Paid = { costUsd?: unknown; usage?: { inputTokens?: unknown; outputTokens?: unknown } };
type TaskResult = {
  kind?: unknown;
  value?: Paid | null;
  error?: { details?: Paid };
  lost?: readonly Bound[];
};

/** A completed call always counts; a failed one only if the vendor charged for it. */
const charged = ({ value, error }: TaskResult): Partial<Cost> => {
  const paid = value ?? error?.details;
  if (value === undefined && paid?.usage === undefined) return {};
  return {
    calls: 1,
    dollars: numberOr(paid?.costUsd),
    inputTokens: numberOr(paid?.usage?.inputTokens),
    outputTokens: numberOr(paid?.usage?.outputTokens),
    unpriced: typeof paid?.costUsd === 'number' ? 0 : 1,
  };
};

const lostCost = (bounds: readonly Bound[]): Cost => ({
  ...noCost,
  lost: bounds.length,
  lostTokens: bounds.reduce((sum, { tokens }) => sum + tokens, 0),
  dollars: bounds.reduce((sum, { dollars }) => sum + (dollars ?? 0), 0),
  unpriced: bounds.filter(({ dollars }) => dollars === null).length,
});

/**
 * Cost of a task's result, including earlier lost attempts, or of an imported idea; zero for other events and for tasks
 * that are not model calls.
 */
export const costOf = (event: { readonly type: string; readonly data: unknown }): Cost => {
  if (event.type === 'idea.imported') return { ...noCost, ...(event.data as { readonly cost: Partial<Cost> }).cost };
  const data = event.data as TaskResult;
  if ((event.type !== 'task.completed' && event.type !== 'task.failed') || data.kind !== 'model') return noCost;
  return addCosts({ ...noCost, ...charged(data) }, lostCost(data.lost ?? []));
};

/** Total cost of all task results among these events. */
export const totalCost = (events: readonly { readonly type: string; readonly data: unknown }[]): Cost =>
  events.map(costOf).reduce(addCosts, noCost);

export const isNothing = (cost: Cost): boolean => cost.calls === 0 && cost.lost === 0;

export const addCosts = (one: Cost, other: Cost): Cost => ({
  calls: one.calls + other.calls,
  dollars: one.dollars + other.dollars,
  inputTokens: one.inputTokens + other.inputTokens,
  outputTokens: one.outputTokens + other.outputTokens,
  unpriced: one.unpriced + other.unpriced,
  lost: one.lost + other.lost,
  lostTokens: one.lostTokens + other.lostTokens,
});
