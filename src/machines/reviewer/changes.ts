import { scopeNumber } from '../../events/id.ts';
import { asking, type Heard } from '../kit/kit.ts';
import type { Context, Submitted } from './context.ts';
import type { reviewer } from './manifest.ts';

type Reviewer = typeof reviewer;
type Change = Partial<Context>;

export const takePaper = ({ papers }: Context, { data }: Heard<Reviewer, 'paper.compiled'>): Change => {
  const { version, text, pages = [] } = data;
  return { papers: [...papers, { version, text, ...(pages.length > 0 && { pages }) }] };
};

export const beginReview = ({ papers, paper }: Context): Change => ({
  ...asking,
  paper: papers[0] ?? paper,
  papers: papers.slice(1),
  scopes: {},
  submitted: [],
  meta: null,
});

export const noteRequest = ({ scopes }: Context, { scope, data }: Heard<Reviewer, 'review.requested'>): Change => ({
  opened: scopeNumber(scope),
  scopes: { ...scopes, [scope]: data.number },
});

const withReview = (submitted: readonly Submitted[], { number, review, problem }: Submitted): readonly Submitted[] =>
  [...submitted, { number, review, problem }].sort((one, other) => one.number - other.number);

export const takeReview = ({ submitted }: Context, { data }: Heard<Reviewer, 'review.submitted'>): Change => ({
  submitted: withReview(submitted, data),
});

/** The referee of a review has failed. */
export const countLost = (
  { submitted, scopes }: Context,
  { scope, data: { code, message } }: Heard<Reviewer, 'actor.failed'>,
): Change => {
  const number = scopes[scope];
  return number === undefined
    ? {}
    : { submitted: withReview(submitted, { number, review: null, problem: `${code}: ${message}` }) };
};

export const takeMeta = (_: Context, { data }: Heard<Reviewer, 'meta-review.written'>): Change => ({
  meta: data.review,
});
