import type { Event } from '../envelope.ts';
import { rootScope } from '../id.ts';

/** An event and its number in its log. */
export type Numbered = { readonly sequence: number; readonly event: Event<any> };

export const numbered = (events: readonly Event[]): readonly Numbered[] =>
  events.map((event, index) => ({ sequence: index + 1, event }));

/**
 * The event, the one that caused it, and so on back to one that nothing in the log caused: `run.started`, or what a
 * person asked for. Newest first.
 */
export const causesOf = (log: readonly Numbered[], id: string): readonly Numbered[] => {
  const byId = new Map(log.map((one) => [one.event.id, one]));
  const chain: Numbered[] = [];
  // A first cause is its own: met again, it ends the chain.
  for (let next = byId.get(id); next !== undefined && !chain.includes(next); next = byId.get(next.event.causationid))
    chain.push(next);
  return chain;
};

export const isModelCall = ({ event }: Numbered): boolean =>
  event.type === 'task.completed' && event.data.kind === 'model';

/** A chain as far as the call of a model that its beginning came from; the whole of it when there was none. */
export const throughModelCall = (chain: readonly Numbered[]): readonly Numbered[] => {
  const call = chain.findIndex(isModelCall);
  return call < 0 ? chain : chain.slice(0, call + 1);
};

const turningPoints = new Set([
  'idea.requested',
  'idea.drafted',
  'idea.proposed',
  'novelty.searched',
  'idea.judged',
  'idea.approved',
  'comment.written',
  'scope.cancelled',
  'idea.started',
  'plan.made',
  'code.edited',
  'experiment.completed',
  'experiment.failed',
  'runs.ended',
  'plot.completed',
  'plot.failed',
  'coding.finished',
  'title.chosen',
  'paper.compiled',
  'review.submitted',
  'paper.reviewed',
  'idea.reopened',
  'paper.finished',
  'proposal.failed',
  'idea.failed',
  'idea.finished',
]);

const isAbout = ({ scope, data }: Event<any>, idea: string): boolean =>
  scope === idea || (scope === rootScope && (data.scope === idea || `idea-${data.number}` === idea));

/** What made an idea what it is, newest first. */
export const turningPointsOf = (log: readonly Numbered[], idea: string): readonly Numbered[] =>
  log.filter(({ event }) => turningPoints.has(event.type) && isAbout(event, idea)).toReversed();
