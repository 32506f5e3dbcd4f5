import type { ErrorCode } from '../../events/errors/registry.ts';
import { tokensOf } from '../../events/projections/cost.ts';
import type { Context } from './context.ts';

const millisecondsPerHour = 3_600_000;

/**
 * Returns the first exhausted limit: `budget.dollars`, `budget.tokens` or `budget.hours`. Spending nothing never
 * exceeds a budget, so that a budget of 0 allows models that cost nothing.
 */
export const exhausted = (context: Context): ErrorCode | undefined => {
  const spent = {
    dollars: context.spent.dollars,
    tokens: tokensOf(context.spent),
    hours: context.worked.ms / millisecondsPerHour,
  };
  const over = (['dollars', 'tokens', 'hours'] as const).find((unit) => {
    const limit = context.budget[unit];
    return limit !== null && spent[unit] > 0 && spent[unit] >= limit;
  });
  return over && `budget.${over}`;
};
