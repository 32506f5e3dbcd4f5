import type { Budget } from '../../events/vocabulary/run.ts';
import type { Emission } from '../kit/index.ts';
import { type Demand, isOpen, type Ledger } from './ledger.ts';

/** The budget after a top-up: totals that are given replace the old ones, null lifts a limit. */
export const toppedUp = (budget: Budget, given: Partial<Budget> | undefined): Budget => ({
  dollars: given?.dollars === undefined ? budget.dollars : given.dollars,
  tokens: given?.tokens === undefined ? budget.tokens : given.tokens,
  hours: given?.hours === undefined ? budget.hours : given.hours,
});

const changes = (budget: Budget, given: Partial<Budget> | undefined): boolean => {
  const after = toppedUp(budget, given);
  return after.dollars !== budget.dollars || after.tokens !== budget.tokens || after.hours !== budget.hours;
};

/** False for a demand that would change nothing: it is dropped without an answer. */
export const hasEffect = (ledger: Ledger, { type, data }: Demand): boolean => {
  if (ledger.finished || ledger.cancelled !== null) return false;
  if (type === 'pause.requested') return !ledger.paused;
  if (type === 'resume.requested') return ledger.paused || changes(ledger.budget, data.budget);
  return data.scope === 'run' || ledger.ideas.some((idea) => idea.scope === data.scope && isOpen(idea));
};

export const answerTo = (ledger: Ledger, { type, data }: Demand): Emission => {
  if (type === 'pause.requested') return { type: 'run.paused', data: { reason: data.reason } };
  if (type === 'resume.requested')
    return { type: 'run.resumed', data: { budget: toppedUp(ledger.budget, data.budget) } };
  return { type: 'scope.cancelled', data: { scope: data.scope, reason: data.reason } };
};
