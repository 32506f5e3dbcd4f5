import { parentScope, rootScope } from '../../events/id.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { Review, reviewEvents } from '../../events/vocabulary/review.ts';
import { type ActorInput, type Asking, asking } from '../kit/kit.ts';

export type Request = Read<(typeof reviewEvents)['review.requested']['schema']>;

export type Context = Asking & {
  /** Where the review is handed in: the scope of the idea. */
  readonly deskScope: string;
  readonly request: Request;
  readonly review: Review | null;
  /** Reflections so far. */
  readonly round: number;
  readonly done: boolean;
};

const noRequest: Request = { version: 0, number: 0, of: 0, text: '' };

/** Where each review begins. */
export const fresh = { ...asking, review: null, round: 0, done: false };

export const initial = ({ started, scope }: ActorInput): Context => ({
  ...fresh,
  started,
  deskScope: parentScope(scope) ?? rootScope,
  request: noRequest,
});

/** The review as it stands; asked for only after the first draft. */
export const reviewOf = ({ review }: Context): Review => {
  if (review === null) throw new Error('no review is drafted yet');
  return review;
};

export const maximumReflections = ({ started }: Context): number => started.settings.limits.reviewReflections;
