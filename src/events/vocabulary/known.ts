import type { Event } from '../envelope.ts';
import type { askingEvents } from './asking.ts';
import type { codeEvents } from './code.ts';
import type { Read } from './definition.ts';
import type { experimentEvents } from './experiment.ts';
import type { ideaEvents } from './idea.ts';
import type { importEvents } from './imported.ts';
import type { paperEvents, submissionEvents } from './paper.ts';
import type { reviewEvents } from './review.ts';
import type { controlEvents, requestEvents, shellEvents } from './shell.ts';
import type { templateEvents } from './template.ts';

/** Every event type that this program defines; added roles define more. */
type Vocabulary = typeof shellEvents &
  typeof requestEvents &
  typeof controlEvents &
  typeof askingEvents &
  typeof ideaEvents &
  typeof codeEvents &
  typeof experimentEvents &
  typeof paperEvents &
  typeof submissionEvents &
  typeof reviewEvents &
  typeof importEvents &
  typeof templateEvents;

type KnownType = keyof Vocabulary;

/** A recorded event of a known type. */
export type KnownEvent<Type extends KnownType = KnownType> = {
  readonly [T in Type]: Event<Read<Vocabulary[T]['schema']>> & { readonly type: T };
}[Type];

/**
 * Type guard that is always true: callers then compare or look up the type, and events of added roles match nothing. It
 * loads no schemas, because commands that only show logs need none; data was validated before it was recorded, and
 * `verify` validates it again.
 */
export const isKnown = (_event: Event): _event is KnownEvent => true;
