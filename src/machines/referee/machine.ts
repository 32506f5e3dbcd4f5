import type { Heard } from '../kit/kit.ts';
import { type Context, fresh, maximumReflections } from './context.ts';
import { judgeReflection, judgeReview } from './judge.ts';
import { referee } from './manifest.ts';
import { reflectPrompt, reviewPrompt } from './prompts.ts';

const { createMachine, emit, keep } = referee;

const keepDraft = keep((_, { data: { review, round, done } }: Heard<typeof referee, 'review.drafted'>) => ({
  review,
  round,
  done,
}));

const isDone = ({ context }: { readonly context: Context }): boolean =>
  context.done || context.round >= maximumReflections(context);

/** Without a review, the problem is why there is none; with one, it is why reflection stopped early. */
const submit = emit(({ request, review, failure, deskScope }) => ({
  type: 'review.submitted',
  scope: deskScope,
  data: {
    version: request.version,
    number: request.number,
    review,
    problem: failure === null ? '' : `${failure.code}: ${failure.message}`,
  },
}));

/** Writes one review and reflects on it until nothing is left to improve or the rounds are spent. */
export const machine = createMachine({
  initial: 'idle',
  states: {
    idle: {
      on: {
        'review.requested': {
          target: 'reviewing',
          actions: keep((_, { data }) => ({ ...fresh, request: data })),
        },
      },
    },
    reviewing: {
      ask: {
        key: 'review',
        prompt: ({ request }) => reviewPrompt(request),
        judge: judgeReview,
        accepted: { 'review.drafted': { target: 'drafted', actions: keepDraft } },
        failed: 'submitting',
      },
    },
    drafted: { always: [{ guard: isDone, target: 'submitting' }, { target: 'reflecting' }] },
    reflecting: {
      ask: {
        key: 'reflect',
        prompt: reflectPrompt,
        judge: judgeReflection,
        accepted: { 'review.drafted': { target: 'drafted', actions: keepDraft } },
        failed: 'submitting',
      },
    },
    submitting: { entry: submit, on: { 'review.submitted': 'idle' } },
  },
});
