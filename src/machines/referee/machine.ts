import { assign } from 'xstate';
import { parentScope, rootScope } from '../../events/id.ts';
import type { Review } from '../../events/vocabulary/review.ts';
import { reflectionAnswerSchema, reviewAnswerSchema } from '../../events/vocabulary/review-form.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { type Asking, ask, asking, emit, machineOptions, parseJsonAnswer, roleSetup } from '../kit/kit.ts';
import { type Request, reflectPrompt, reviewPrompt } from './prompts.ts';

type Context = Asking & {
  readonly started: RunStarted;
  /** Where the review is handed in: the scope of the idea. */
  readonly deskScope: string;
  readonly request: Request;
  readonly review: Review | null;
  /** Reflections so far. */
  readonly round: number;
  readonly done: boolean;
};

const noRequest: Request = { version: 0, number: 0, of: 0, text: '' };

const fresh = { ...asking, review: null, round: 0, done: false };

const limits = ({ started }: Context) => started.settings.limits;

const takeDraft = {
  target: '#referee.drafted',
  actions: assign(({ event }: { event: any }) => ({
    review: event.data.review,
    round: event.data.round,
    done: event.data.done,
  })),
};

const judgeReview = (answer: string) => {
  const parsed = parseJsonAnswer(answer, reviewAnswerSchema);
  if ('complaint' in parsed) return parsed;
  return { type: 'review.drafted', data: { round: 0, done: false, review: parsed.value } };
};

const judgeReflection = (answer: string, context: Context) => {
  const parsed = parseJsonAnswer(answer, reflectionAnswerSchema(context.review as Review));
  if ('complaint' in parsed) return parsed;
  const { done, ...review } = parsed.value;
  return { type: 'review.drafted', data: { round: context.round + 1, done, review } };
};

/** Without a review the problem says why; with one, why it was not reflected upon further. */
const submit = emit<Context>(({ request, review, failure, deskScope }) => ({
  type: 'review.submitted',
  scope: deskScope,
  data: {
    version: request.version,
    number: request.number,
    review,
    problem: failure === null ? '' : `${failure.code}: ${failure.message}`,
  },
}));

export const machine = roleSetup<Context>().createMachine({
  id: 'referee',
  options: machineOptions,
  context: ({ input }) => ({
    ...fresh,
    started: input.started,
    deskScope: parentScope(input.scope) ?? rootScope,
    request: noRequest,
  }),
  initial: 'idle',
  states: {
    idle: {
      on: {
        'review.requested': {
          target: 'reviewing',
          actions: assign(({ event }) => ({ ...fresh, request: event.data })),
        },
      },
    },
    reviewing: ask<Context>({
      key: 'review',
      purpose: 'referee.review',
      attempts: (context) => limits(context).answers,
      prompt: ({ request }) => reviewPrompt(request),
      judge: judgeReview,
      accepted: { 'review.drafted': takeDraft },
      failed: '#referee.submitting',
    }),
    drafted: {
      always: [
        {
          guard: ({ context }) => context.done || context.round >= limits(context).reviewReflections,
          target: 'submitting',
        },
        { target: 'reflecting' },
      ],
    },
    reflecting: ask<Context>({
      key: 'reflect',
      purpose: 'referee.reflect',
      attempts: (context) => limits(context).answers,
      prompt: (context) =>
        reflectPrompt(context.request, context.review as Review, context.round + 1, limits(context).reviewReflections),
      judge: judgeReflection,
      accepted: { 'review.drafted': takeDraft },
      failed: '#referee.submitting',
    }),
    submitting: { entry: submit, on: { 'review.submitted': 'idle' } },
  },
});
