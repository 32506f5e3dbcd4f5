import type { Budget } from '../../events/vocabulary/run.ts';
import { toppedUp } from '../kit/kit.ts';
import { type Context, type Demand, type DirectedIdea, isOpen } from './context.ts';
import type { Emission } from './manifest.ts';

const changes = (budget: Budget, given: Parameters<typeof toppedUp>[1]): boolean => {
  const after = toppedUp(budget, given);
  return after.dollars !== budget.dollars || after.tokens !== budget.tokens || after.hours !== budget.hours;
};

/** Returns the idea that a demand refers to; undefined for a demand about the run. */
const demanded = ({ ideas }: Context, { data }: Demand): DirectedIdea | undefined =>
  'scope' in data ? ideas.find(({ scope }) => scope === data.scope) : undefined;

/** False for a demand that would change nothing; it is dropped without an answer. */
export const hasEffect = (context: Context, demand: Demand): boolean => {
  const { type, data } = demand;
  if (context.cancelled !== null) return false;
  const idea = demanded(context, demand);
  if (type === 'revise.requested') return idea?.stage === 'ended' && idea.ending?.outcome === 'reviewed';
  if (context.finished) return false;
  if (type === 'pause.requested') return !context.paused || (context.pausedByProgram && data.cause === undefined);
  if (type === 'resume.requested')
    return data.cause === undefined ? context.paused || changes(context.budget, data.budget) : context.pausedByProgram;
  if (idea === undefined) return data.scope === 'run' && type === 'cancel.requested';
  if (type === 'approve.requested')
    return context.started.settings.approveIdeas && isOpen(idea) && !idea.approved && idea.stage !== 'developing';
  return isOpen(idea);
};

const numberOf = (context: Context, demand: Demand): number => {
  const idea = demanded(context, demand);
  if (idea === undefined) throw new Error(`${demand.type} is about no idea`);
  return idea.number;
};

/** Returns the event that answers a demand. */
export const answerTo = (context: Context, demand: Demand): Emission => {
  const { type, data } = demand;
  switch (type) {
    case 'pause.requested':
      return { type: 'run.paused', data };
    case 'resume.requested':
      return { type: 'run.resumed', data: { budget: toppedUp(context.budget, data.budget) } };
    case 'approve.requested':
      return { type: 'idea.approved', scope: data.scope, data: { number: numberOf(context, demand) } };
    case 'revise.requested':
      return { type: 'idea.reopened', scope: data.scope, data: { number: numberOf(context, demand), text: data.text } };
    case 'reject.requested':
      return { type: 'scope.cancelled', data: { scope: data.scope, reason: `rejected: ${data.reason}` } };
    case 'cancel.requested':
      return { type: 'scope.cancelled', data: { scope: data.scope, reason: data.reason } };
  }
};
