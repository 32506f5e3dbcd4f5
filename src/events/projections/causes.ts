import type { Event } from '../envelope.ts';
import { ideaScope, rootScope } from '../id.ts';
import { isKnown, type KnownEvent } from '../vocabulary/known.ts';

/** An event and its sequence number in its log. */
export type Numbered<One extends Event = Event> = { readonly sequence: number; readonly event: One };

export const numbered = (events: readonly Event[]): readonly Numbered[] =>
  events.map((event, index) => ({ sequence: index + 1, event }));

/**
 * Returns the event, its cause, and so on up to an event without a cause in the log: `run.started` or a person's
 * request. Newest first.
 */
export const causesOf = (log: readonly Numbered[], id: string): readonly Numbered[] => {
  const byId = new Map(log.map((one) => [one.event.id, one]));
  const chain = new Set<Numbered>();
  // A root cause is its own cause, which ends the chain.
  for (let next = byId.get(id); next !== undefined && !chain.has(next); next = byId.get(next.event.causationid))
    chain.add(next);
  return [...chain];
};

/** Narrows an event to a type and its data. */
export const isOf = <Type extends KnownEvent['type']>(one: Numbered, type: Type): one is Numbered<KnownEvent<Type>> =>
  isKnown(one.event) && one.event.type === type;

export const isModelCall = (one: Numbered): one is Numbered<KnownEvent<'task.completed'>> =>
  isOf(one, 'task.completed') && one.event.data.kind === 'model';

/** Cuts a chain at the model call that led to it; returns all of it if there was none. */
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
  'idea.imported',
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

const isAbout = (event: Event, idea: string): boolean => {
  if (event.scope === idea) return true;
  if (event.scope !== rootScope || !isKnown(event)) return false;
  const { data } = event;
  return ('scope' in data && data.scope === idea) || ('number' in data && ideaScope(data.number) === idea);
};

/** Returns the events that shaped an idea, newest first. */
export const turningPointsOf = (log: readonly Numbered[], idea: string): readonly Numbered[] =>
  log.filter(({ event }) => turningPoints.has(event.type) && isAbout(event, idea)).toReversed();
