import type { Event } from '../envelope.ts';
import type { askingEvents } from './asking.ts';
import type { codeEvents } from './code.ts';
import type { Read } from './definition.ts';
import type { experimentEvents } from './experiment.ts';
import type { ideaEvents } from './idea.ts';
import type { paperEvents, submissionEvents } from './paper.ts';
import type { reviewEvents } from './review.ts';
import type { controlEvents, requestEvents, shellEvents } from './shell.ts';

/** Every type of event that this program itself defines; added roles bring more. */
type Vocabulary = typeof shellEvents &
  typeof requestEvents &
  typeof controlEvents &
  typeof askingEvents &
  typeof ideaEvents &
  typeof codeEvents &
  typeof experimentEvents &
  typeof paperEvents &
  typeof submissionEvents &
  typeof reviewEvents;

type KnownType = keyof Vocabulary;

/** A recorded event of a known type. */
export type KnownEvent<Type extends KnownType = KnownType> = {
  readonly [T in Type]: Event<Read<Vocabulary[T]['schema']>> & { readonly type: T };
}[Type];

/**
 * Lets the compiler tell an event's data by its type. It always holds: whoever asks goes on to compare the type, or to look it
 * up, and an event of an added role falls through there. No schema is loaded for it, since commands that only show logs use none;
 * the data was checked by its definition before it was recorded, and `verify` checks it again.
 */
export const isKnown = (_event: Event): _event is KnownEvent => true;
