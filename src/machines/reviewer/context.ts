import type { Read } from '../../events/vocabulary/definition.ts';
import type { Review, reviewEvents } from '../../events/vocabulary/review.ts';
import { type ActorInput, type Asking, asking } from '../kit/kit.ts';

export type Paper = { readonly version: number; readonly text: string; readonly pages?: readonly string[] };

export type Submitted = Pick<
  Read<(typeof reviewEvents)['review.submitted']['schema']>,
  'number' | 'review' | 'problem'
>;

export type Context = Asking & {
  readonly scope: string;
  /** Versions that wait while another is under review. */
  readonly papers: readonly Paper[];
  readonly paper: Paper;
  /** Number of the last review scope opened, across all versions. */
  readonly opened: number;
  /** Scope -> number of each review requested for this version. */
  readonly scopes: Readonly<Record<string, number>>;
  /** Sorted by number, independent of the order of arrival. */
  readonly submitted: readonly Submitted[];
  readonly meta: Review | null;
};

export const initial = ({ started, scope }: ActorInput): Context => ({
  ...asking,
  started,
  scope,
  papers: [],
  paper: { version: 0, text: '' },
  opened: 0,
  scopes: {},
  submitted: [],
  meta: null,
});

/** At least one review is requested: without any there could be no verdict. */
export const reviewCount = ({ started }: Context): number => Math.max(1, started.settings.limits.reviews);

export const usable = ({ submitted }: Context): readonly Review[] =>
  submitted.flatMap(({ review }) => (review === null ? [] : [review]));

export const isMissing = ({ submitted }: Context, wanted: number): boolean =>
  submitted.every(({ number }) => number !== wanted);
