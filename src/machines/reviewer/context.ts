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
  /** Versions that wait for their reviews while another is under review. */
  readonly papers: readonly Paper[];
  readonly paper: Paper;
  /** Number of the last review scope that was opened, through all versions. */
  readonly opened: number;
  /** Scope -> number of each review of this version that is asked for. */
  readonly scopes: Readonly<Record<string, number>>;
  /** In the order of their numbers, whatever the order of their arrival. */
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

/** A paper without any review could have no verdict: at least one is asked for. */
export const reviewCount = ({ started }: Context): number => Math.max(1, started.settings.limits.reviews);

export const usable = ({ submitted }: Context): readonly Review[] =>
  submitted.flatMap(({ review }) => (review === null ? [] : [review]));

export const isMissing = ({ submitted }: Context, wanted: number): boolean =>
  submitted.every(({ number }) => number !== wanted);
