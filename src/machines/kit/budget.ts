import type { Given } from '../../events/vocabulary/definition.ts';
import type { Budget } from '../../events/vocabulary/run.ts';
import type { requestEvents } from '../../events/vocabulary/shell.ts';

/** As a request to resume gives it: totals, of which any may be left out. */
type More = Given<(typeof requestEvents)['resume.requested']['schema']>['budget'];

/** The budget after a top-up: totals that are given replace the old ones, null lifts a limit. */
export const toppedUp = (budget: Budget, given: More): Budget => ({
  dollars: given?.dollars === undefined ? budget.dollars : given.dollars,
  tokens: given?.tokens === undefined ? budget.tokens : given.tokens,
  hours: given?.hours === undefined ? budget.hours : given.hours,
});
