import { parentScope, rootScope } from '../../events/id.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { Review, reviewEvents } from '../../events/vocabulary/review.ts';
import { type ActorInput, type Asking, asking } from '../kit/kit.ts';

export type Request = Read<(typeof reviewEvents)['review.requested']['schema']>;

export type Context = Asking & {
  /** The scope to submit the review to: that of the idea. */
  readonly deskScope: string;
  readonly request: Request;
  readonly review: Review | null;
  /** Number of reflections so far. */
  readonly round: number;
  readonly done: boolean;
};

const noRequest: Request = { version: 0, number: 0, of: 0, text: '' };

/** Context at the start of each review. */
export const fresh = { ...asking, review: null, round: 0, done: false };

export const initial = ({ started, scope }: ActorInput): Context => ({
  ...fresh,
  started,
  deskScope: parentScope(scope) ?? rootScope,
  request: noRequest,
});

/** Returns the current review; called only after the first draft. */
export const reviewOf = ({ review }: Context): Review => {
  if (review === null) throw new Error('no review is drafted yet');
  return review;
};

export const maximumReflections = ({ started }: Context): number => started.settings.limits.reviewReflections;
