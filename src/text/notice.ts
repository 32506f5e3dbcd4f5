import type { Event } from '../events/envelope.ts';
import { isKnown } from '../events/vocabulary/known.ts';
import { sentenceOf } from './sentence.ts';

export type EventKind = 'budget' | 'failed' | 'finished' | 'paper';

/** What an event means to a person who is away; undefined if it can wait. */
export const kindOf = (event: Event): EventKind | undefined => {
  if (!isKnown(event)) return undefined;
  if (event.type === 'run.paused') return event.data.reason.startsWith('budget.') ? 'budget' : undefined;
  if (event.type === 'run.finished') return event.data.outcome === 'failed' ? 'failed' : 'finished';
  if (event.type === 'idea.finished') return event.data.outcome === 'failed' ? 'failed' : undefined;
  return event.type === 'paper.finished' ? 'paper' : undefined;
};

/** One line, such as `alpha, idea-1: the paper is final at version 2: Accept, score 6`. */
export const noticeText = (event: Event): string => `${event.run}, ${event.scope}: ${sentenceOf(event)}`;
