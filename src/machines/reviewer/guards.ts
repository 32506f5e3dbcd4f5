import type { Heard, Seen } from '../kit/kit.ts';
import { type Context, isMissing, reviewCount, usable } from './context.ts';
import type { reviewer } from './manifest.ts';

type When<Type extends 'review.submitted' | 'actor.failed'> = Seen<Context, Heard<typeof reviewer, Type>>;
type Always = { readonly context: Context };

export const hasPaper = ({ context }: Always): boolean => context.papers.length > 0;

export const isComplete = ({ context }: Always): boolean => context.submitted.length === reviewCount(context);

export const isAwaited = ({ context, event: { data } }: When<'review.submitted'>): boolean =>
  data.version === context.paper.version &&
  data.number >= 1 &&
  data.number <= reviewCount(context) &&
  isMissing(context, data.number);

/** The referee of a review that is still missing has failed. */
export const isLost = ({ context, event }: When<'actor.failed'>): boolean => {
  const number = context.scopes[event.scope];
  return number !== undefined && isMissing(context, number);
};

export const hasNoReview = ({ context }: Always): boolean => usable(context).length === 0;
export const hasOneReview = ({ context }: Always): boolean => usable(context).length === 1;
