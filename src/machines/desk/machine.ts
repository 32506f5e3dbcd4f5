import { rootScope } from '../../events/id.ts';
import { toppedUp } from '../kit/kit.ts';
import type { Ending } from './context.ts';
import { desk } from './manifest.ts';

const { createMachine, emit, emitEach, keep } = desk;

/** The run's only paper has the scope that an idea's paper would have. */
const scope = 'idea-1';

const submit = emit(({ paper }) => ({ type: 'paper.submitted', scope, data: { version: 1, ...paper } }));

const failed = (reason: string): { readonly ending: Ending } => ({
  ending: { outcome: 'failed', reason, score: null },
});

const finish = emitEach(({ paper: { name }, ending: { outcome, reason, score } }) => [
  { type: 'idea.finished', scope, data: { number: 1, name, outcome, reason, score } },
  {
    type: 'run.finished',
    data: {
      outcome: outcome === 'reviewed' ? 'completed' : outcome,
      reason,
      ideas: [{ scope, name, outcome, score }],
    },
  },
]);

/** Failures of single reviews are left to the Reviewer. */
const isOurs = ({ event }: { readonly event: { readonly scope: string } }): boolean =>
  event.scope === rootScope || event.scope === scope;

/** Waits for the Reviewer until there is a verdict, or none is possible. */
export const machine = createMachine({
  initial: 'reviewing',
  entry: submit,
  states: {
    reviewing: {
      on: {
        'pause.requested': {
          guard: ({ context, event }) => event.data.cause === undefined || context.pausedBy !== 'person',
          actions: emit((_, { data }) => ({ type: 'run.paused', data })),
        },
        'run.paused': {
          actions: keep((_, { data }) => ({ pausedBy: data.cause === undefined ? 'person' : 'program' })),
        },
        'resume.requested': {
          guard: ({ context, event }) => event.data.cause === undefined || context.pausedBy === 'program',
          actions: emit(({ budget }, { data }) => ({
            type: 'run.resumed',
            data: { budget: toppedUp(budget, data.budget) },
          })),
        },
        'run.forked': { actions: keep((_, { data: { budget } }) => ({ budget })) },
        'run.resumed': { actions: keep((_, { data: { budget } }) => ({ budget, pausedBy: null })) },
        'cancel.requested': {
          actions: emit((_, { data }) => ({ type: 'scope.cancelled', data: { scope: 'run', reason: data.reason } })),
        },
        'scope.cancelled': {
          target: 'ending',
          actions: keep((_, { data: { reason } }) => ({ ending: { outcome: 'cancelled', reason, score: null } })),
        },
        'paper.reviewed': {
          target: 'ending',
          actions: keep((_, { data: { review, score, reviews } }) => ({
            ending: { outcome: 'reviewed', reason: `${review.decision}, by ${reviews} independent reviews`, score },
          })),
        },
        'idea.failed': {
          target: 'ending',
          actions: keep((_, { data: { code, message } }) => failed(`${code}: ${message}`)),
        },
        'actor.failed': {
          guard: isOurs,
          target: 'ending',
          actions: keep((_, { data: { actor, code, message } }) =>
            failed(`actor.failed: ${actor}: ${code}: ${message}`),
          ),
        },
        'run.quiesced': {
          target: 'ending',
          actions: keep(() => failed('run.stuck: no task is in progress, and there is no verdict')),
        },
      },
    },
    ending: { entry: finish },
  },
});
