import { failure, success } from '../../src/events/outcome.ts';
import { limitsSchema } from '../../src/events/vocabulary/run.ts';
import { role } from '../../src/machines/reviewer/index.ts';
import { answer, goodReview, paperData } from '../support/review-desk.ts';
import type { Heard, World } from './walker.ts';

const compiled = (version: number): Heard => ({
  type: 'paper.compiled',
  once: `version ${version}`,
  data: paperData(version),
});

/** The review arrives, fails, or is lost with its referee. */
const fromReferee = (version: number, number: number, scope: string): readonly Heard[] => [
  { type: 'review.submitted', data: { version, number, review: goodReview, problem: '' } },
  { type: 'review.submitted', data: { version, number, review: null, problem: 'model.unavailable: nobody answers' } },
  { type: 'actor.failed', scope, data: { actor: `${scope}.referee`, code: 'actor.threw', message: 'oops' } },
];

/** Two versions of a paper, the second at any time; reviews in any order, some repeated. */
export const reviewerWorld: World = {
  role,
  scope: 'idea-1',
  started: { settings: { limits: limitsSchema.parse({ answers: 2, reviews: 2 }) } },
  hear: ({ snapshot: { value, context }, once }) => [
    compiled(once.length === 0 ? 1 : 2),
    ...(value === 'collecting' ? Object.entries(context.scopes as Record<string, number>) : []).flatMap(
      ([scope, number]) => fromReferee(context.paper.version, number, scope),
    ),
  ],
  answers: () => ({
    good: answer(goodReview),
    garbage: success({ text: 'Accept.' }),
    unreachable: failure('model.unavailable', 'nobody answers'),
  }),
  opens: ({ type, data }) => (type === 'paper.compiled' ? `version ${data.version}` : undefined),
  settles: ({ type, data }) =>
    type === 'paper.reviewed'
      ? `version ${data.version}`
      : type === 'idea.failed'
        ? `version ${/version (\d)/.exec(data.message)?.[1]}`
        : undefined,
};
