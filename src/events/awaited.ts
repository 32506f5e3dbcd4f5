import type { Event } from './envelope.ts';
import { isRequest } from './id.ts';
import { isKnown } from './vocabulary/known.ts';

/**
 * The actors that wait for a person after this event, when nothing else is left to do; `before` waited before it. What a
 * person asks for ends the waiting only when a role reacts to it.
 */
export const awaitingAfter = (before: readonly string[], event: Event): readonly string[] => {
  if (isKnown(event) && event.type === 'decision.awaited') return event.data.actors;
  return event.type === 'log.chained' || isRequest(event.id) ? before : [];
};
