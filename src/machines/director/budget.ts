import type { ErrorCode } from '../../events/errors/registry.ts';
import { tokensOf } from '../../events/projections/cost.ts';
import type { Ledger } from './ledger.ts';

const millisecondsPerHour = 3_600_000;

/**
 * `budget.dollars`, `budget.tokens` or `budget.hours`: the first that is used up. Nothing spent is never over a
 * budget, so that a budget of nothing allows models that cost nothing.
 */
export const exhausted = (ledger: Ledger): ErrorCode | undefined => {
  const spent = {
    dollars: ledger.spent.dollars,
    tokens: tokensOf(ledger.spent),
    hours: ledger.worked.ms / millisecondsPerHour,
  };
  const over = (['dollars', 'tokens', 'hours'] as const).find((unit) => {
    const limit = ledger.budget[unit];
    return limit !== null && spent[unit] > 0 && spent[unit] >= limit;
  });
  return over && `budget.${over}`;
};
