import { reviewScope } from '../../events/id.ts';
import * as changes from './changes.ts';
import { reviewCount, usable } from './context.ts';
import * as guards from './guards.ts';
import { judgeMeta } from './judge.ts';
import { reviewer } from './manifest.ts';
import { metaPrompt } from './prompts.ts';
import { aggregate, scoreOf, verdictOf } from './verdict.ts';

const { createMachine, emit, emitEach, keep } = reviewer;

const requestReviews = emitEach((context) => {
  const of = reviewCount(context);
  return Array.from({ length: of }, (_, index) => ({
    type: 'review.requested',
    scope: reviewScope(context.scope, context.opened + index + 1),
    data: { ...context.paper, number: index + 1, of },
  }));
});

const writeAggregate = emit((context) => ({
  type: 'meta-review.written',
  data: {
    version: context.paper.version,
    review: aggregate(usable(context), context.failure?.message.slice(0, 300) ?? 'none was given'),
  },
}));

const publish = emit((context) => {
  const reviews = usable(context);
  const review = verdictOf(reviews, context.meta);
  return {
    type: 'paper.reviewed',
    data: { version: context.paper.version, review, score: scoreOf(reviews), reviews: reviews.length },
  };
});

const giveUp = emit(({ paper, submitted }) => ({
  type: 'idea.failed',
  data: {
    code: 'reviewer.no_review',
    message: `None of the ${submitted.length} reviews of version ${paper.version} succeeded: ${submitted[0]?.problem ?? ''}`,
  },
}));

/** Collects independent reviews, then gives one verdict; a version compiled in the meantime waits. */
export const machine = createMachine({
  initial: 'idle',
  on: { 'paper.compiled': { actions: keep(changes.takePaper) } },
  states: {
    idle: { always: { guard: guards.hasPaper, target: 'collecting', actions: keep(changes.beginReview) } },
    collecting: {
      entry: requestReviews,
      always: { guard: guards.isComplete, target: 'weighing' },
      on: {
        'review.requested': { actions: keep(changes.noteRequest) },
        'review.submitted': { guard: guards.isAwaited, actions: keep(changes.takeReview) },
        'actor.failed': { guard: guards.isLost, actions: keep(changes.countLost) },
      },
    },
    weighing: {
      always: [
        { guard: guards.hasNoReview, target: 'givingUp' },
        { guard: guards.hasOneReview, target: 'publishing' },
        { target: 'summing' },
      ],
    },
    summing: {
      ask: {
        key: 'meta',
        prompt: (context) => metaPrompt(context.paper.text, usable(context)),
        judge: judgeMeta,
        accepted: { 'meta-review.written': { target: 'publishing', actions: keep(changes.takeMeta) } },
        failed: 'aggregating',
      },
    },
    aggregating: {
      entry: writeAggregate,
      on: { 'meta-review.written': { target: 'publishing', actions: keep(changes.takeMeta) } },
    },
    publishing: { entry: publish, on: { 'paper.reviewed': 'idle' } },
    givingUp: { entry: giveUp, on: { 'idea.failed': 'idle' } },
  },
});
