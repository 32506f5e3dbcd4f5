import type { Event } from '../envelope.ts';
import { askingEvents } from './asking.ts';
import { codeEvents } from './code.ts';
import type { Read } from './definition.ts';
import { experimentEvents } from './experiment.ts';
import { ideaEvents } from './idea.ts';
import { paperEvents, submissionEvents } from './paper.ts';
import { reviewEvents } from './review.ts';
import { controlEvents, requestEvents, shellEvents } from './shell.ts';

/** Every type of event that this program itself defines; added roles bring more. */
const vocabulary = {
  ...shellEvents,
  ...requestEvents,
  ...controlEvents,
  ...askingEvents,
  ...ideaEvents,
  ...codeEvents,
  ...experimentEvents,
  ...paperEvents,
  ...submissionEvents,
  ...reviewEvents,
};

type KnownType = keyof typeof vocabulary;

/** A recorded event of a known type. */
export type KnownEvent<Type extends KnownType = KnownType> = {
  readonly [T in Type]: Event<Read<(typeof vocabulary)[T]['schema']>> & { readonly type: T };
}[Type];

/**
 * Tells what an event's data is by its type. The data itself is not looked at: it was checked by its definition before it was
 * recorded, and `verify` checks it again.
 */
export const isKnown = (event: Event): event is KnownEvent => Object.hasOwn(vocabulary, event.type);
