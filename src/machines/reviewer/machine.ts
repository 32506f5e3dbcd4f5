import { assign } from 'xstate';
import { reviewScope, scopeNumber } from '../../events/id.ts';
import type { Review } from '../../events/vocabulary/review.ts';
import { reviewAnswerSchema } from '../../events/vocabulary/review-form.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { type Asking, ask, asking, emit, emitEach, machineOptions, parseJsonAnswer, roleSetup } from '../kit/kit.ts';
import { metaPrompt } from './prompts.ts';
import { aggregate, scoreOf, verdictOf } from './verdict.ts';

type Paper = { readonly version: number; readonly text: string; readonly pages?: readonly string[] };

const paperOf = ({ version, text, pages }: any): Paper => ({ version, text, ...(pages?.length > 0 && { pages }) });
type Submitted = { readonly number: number; readonly review: Review | null; readonly problem: string };

type Context = Asking & {
  readonly started: RunStarted;
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

/** A paper without any review could have no verdict: at least one is asked for. */
const reviewCount = ({ started }: Context): number => Math.max(1, started.settings.limits.reviews);

const usable = ({ submitted }: Context): readonly Review[] =>
  submitted.flatMap(({ review }) => (review === null ? [] : [review]));

const requestReviews = emitEach<Context>((context) => {
  const of = reviewCount(context);
  return Array.from({ length: of }, (_, index) => ({
    type: 'review.requested',
    scope: reviewScope(context.scope, context.opened + index + 1),
    data: { ...context.paper, number: index + 1, of },
  }));
});

type Seen = { readonly context: Context; readonly event: any };

const isMissing = ({ submitted }: Context, wanted: number): boolean =>
  submitted.every(({ number }) => number !== wanted);

const isAwaited = ({ context, event }: Seen): boolean =>
  event.data.version === context.paper.version &&
  event.data.number >= 1 &&
  event.data.number <= reviewCount(context) &&
  isMissing(context, event.data.number);

/** Whoever was to write a review that is still missing has broken down. */
const isLost = ({ context, event }: Seen): boolean => {
  const number = context.scopes[event.scope];
  return number !== undefined && isMissing(context, number);
};

const withReview = (submitted: readonly Submitted[], { number, review, problem }: Submitted): readonly Submitted[] =>
  [...submitted, { number, review, problem }].sort((one, other) => one.number - other.number);

const withLost = ({ submitted, scopes }: Context, { scope, data }: any): readonly Submitted[] =>
  withReview(submitted, { number: scopes[scope] as number, review: null, problem: `${data.code}: ${data.message}` });

const judgeMeta = (answer: string, context: Context) => {
  const parsed = parseJsonAnswer(answer, reviewAnswerSchema);
  if ('complaint' in parsed) return parsed;
  return { type: 'meta-review.written', data: { version: context.paper.version, review: parsed.value } };
};

const takeMeta: any = {
  target: '#reviewer.publishing',
  actions: assign({ meta: ({ event }: any) => event.data.review }),
};

const writeAggregate = emit<Context>((context) => ({
  type: 'meta-review.written',
  data: {
    version: context.paper.version,
    review: aggregate(usable(context), context.failure?.message.slice(0, 300) ?? 'none was given'),
  },
}));

const publish = emit<Context>((context) => {
  const reviews = usable(context);
  const review = verdictOf(reviews, context.meta ?? (reviews[0] as Review));
  return {
    type: 'paper.reviewed',
    data: { version: context.paper.version, review, score: scoreOf(reviews), reviews: reviews.length },
  };
});

const giveUp = emit<Context>(({ paper, submitted }) => ({
  type: 'idea.failed',
  data: {
    code: 'reviewer.no_review',
    message: `None of the ${submitted.length} reviews of version ${paper.version} could be had: ${submitted[0]?.problem ?? ''}`,
  },
}));

export const machine = roleSetup<Context>().createMachine({
  id: 'reviewer',
  options: machineOptions,
  context: ({ input }) => ({
    ...asking,
    started: input.started,
    scope: input.scope,
    papers: [],
    paper: { version: 0, text: '' },
    opened: 0,
    scopes: {},
    submitted: [],
    meta: null,
  }),
  initial: 'idle',
  on: {
    'paper.compiled': {
      actions: assign(({ context, event }) => ({
        papers: [...context.papers, paperOf(event.data)],
      })),
    },
  },
  states: {
    idle: {
      always: {
        guard: ({ context }) => context.papers.length > 0,
        target: 'collecting',
        actions: assign(({ context }) => ({
          ...asking,
          paper: context.papers[0] as Paper,
          papers: context.papers.slice(1),
          scopes: {},
          submitted: [],
          meta: null,
        })),
      },
    },
    collecting: {
      entry: requestReviews,
      always: { guard: ({ context }) => context.submitted.length === reviewCount(context), target: 'weighing' },
      on: {
        'review.requested': {
          actions: assign(({ context, event }) => ({
            opened: scopeNumber(event.scope),
            scopes: { ...context.scopes, [event.scope]: event.data.number },
          })),
        },
        'review.submitted': {
          guard: isAwaited,
          actions: assign({ submitted: ({ context, event }) => withReview(context.submitted, event.data) }),
        },
        'actor.failed': {
          guard: isLost,
          actions: assign({ submitted: ({ context, event }) => withLost(context, event) }),
        },
      },
    },
    weighing: {
      always: [
        { guard: ({ context }) => usable(context).length === 0, target: 'givingUp' },
        { guard: ({ context }) => usable(context).length === 1, target: 'publishing' },
        { target: 'summing' },
      ],
    },
    summing: ask<Context>({
      key: 'meta',
      purpose: 'reviewer.meta',
      attempts: ({ started }) => started.settings.limits.answers,
      prompt: (context) => metaPrompt(context.paper.text, usable(context)),
      judge: judgeMeta,
      accepted: { 'meta-review.written': takeMeta },
      failed: '#reviewer.aggregating',
    }),
    aggregating: { entry: writeAggregate, on: { 'meta-review.written': takeMeta } },
    publishing: { entry: publish, on: { 'paper.reviewed': 'idle' } },
    givingUp: { entry: giveUp, on: { 'idea.failed': 'idle' } },
  },
});
