import type { Budget } from '../../events/vocabulary/run.ts';
import type { Emission } from '../kit/kit.ts';
import { type Demand, type DirectedIdea, isOpen, type Ledger } from './ledger.ts';

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

const demanded = ({ ideas }: Ledger, { data }: Demand): DirectedIdea | undefined =>
  ideas.find(({ scope }) => scope === data.scope);

/** False for a demand that would change nothing: it is dropped without an answer. */
export const hasEffect = (ledger: Ledger, demand: Demand): boolean => {
  const { type, data } = demand;
  if (ledger.cancelled !== null) return false;
  const idea = demanded(ledger, demand);
  if (type === 'revise.requested') return idea?.stage === 'ended' && idea.ending?.outcome === 'reviewed';
  if (ledger.finished) return false;
  if (type === 'pause.requested') return !ledger.paused;
  if (type === 'resume.requested') return ledger.paused || changes(ledger.budget, data.budget);
  if (idea === undefined) return data.scope === 'run' && type === 'cancel.requested';
  if (type === 'approve.requested')
    return ledger.started.settings.approveIdeas && isOpen(idea) && !idea.approved && idea.stage !== 'developing';
  return isOpen(idea);
};

/** The fact that answers a demand. */
export const answerTo = (ledger: Ledger, demand: Demand): Emission => {
  const { type, data } = demand;
  const number = demanded(ledger, demand)?.number;
  switch (type) {
    case 'pause.requested':
      return { type: 'run.paused', data: { reason: data.reason } };
    case 'resume.requested':
      return { type: 'run.resumed', data: { budget: toppedUp(ledger.budget, data.budget) } };
    case 'approve.requested':
      return { type: 'idea.approved', scope: data.scope, data: { number } };
    case 'revise.requested':
      return { type: 'idea.reopened', scope: data.scope, data: { number, text: data.text } };
    case 'reject.requested':
      return { type: 'scope.cancelled', data: { scope: data.scope, reason: `rejected: ${data.reason}` } };
    default:
      return { type: 'scope.cancelled', data: { scope: data.scope, reason: data.reason } };
  }
};
