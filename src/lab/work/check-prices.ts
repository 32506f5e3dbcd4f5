import { CodedError } from '../../events/outcome.ts';
import type { Budget } from '../../events/vocabulary/run.ts';
import type { Hands } from '../services.ts';

/** Throws CodedError('budget.unpriced') for a budget in dollars with unpriced models. */
export const checkPrices = ({ unpriced }: Hands, { dollars }: Partial<Budget>): void => {
  if (dollars === null || dollars === undefined || unpriced.length === 0) return;
  throw new CodedError(
    'budget.unpriced',
    `a budget of $${dollars} cannot be kept, because the price of ${unpriced.join(', ')} is unknown: set it under "prices" in the configuration, for an agent its "maximumDollars" (docs/models.md), or set a budget in tokens`,
  );
};
