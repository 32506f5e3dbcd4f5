import type { Given } from '../../events/vocabulary/definition.ts';
import type { Budget } from '../../events/vocabulary/run.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';

/** The budget in a request to resume: totals, each optional. */
type More = Given<(typeof requestEvents)['resume.requested']['schema']>['budget'];

/** Returns the budget after a top-up: given totals replace the old ones, and null removes a limit. */
export const toppedUp = (budget: Budget, given: More): Budget => ({
  dollars: given?.dollars === undefined ? budget.dollars : given.dollars,
  tokens: given?.tokens === undefined ? budget.tokens : given.tokens,
  hours: given?.hours === undefined ? budget.hours : given.hours,
});
