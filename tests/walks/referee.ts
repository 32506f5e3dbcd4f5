import { success } from '../../src/events/outcome.ts';
import { limitsSchema } from '../../src/events/vocabulary/run.ts';
import { role } from '../../src/machines/referee/index.ts';
import { answer, goodReview, unreachable } from '../support/review-desk.ts';
import type { World } from './walker.ts';

const request = (version: number) => ({
  type: 'review.requested',
  once: `version ${version}`,
  data: { version, number: 1, of: 1, text: 'A paper.' },
});

/** Two requests, the second one late. */
export const refereeWorld: World = {
  role,
  scope: 'idea-1.review-1',
  started: { settings: { limits: limitsSchema.parse({ answers: 2, reviewReflections: 2 }) } },
  hear: ({ owed, once }) => (owed.length > 0 ? [] : [request(once.length + 1)]).filter(() => once.length < 2),
  answers: () => ({
    good: answer(goodReview),
    'good and done': answer({ ...goodReview, done: true }),
    garbage: success({ text: 'I like it.' }),
    unreachable,
  }),
  opens: ({ type }) => (type === 'review.requested' ? 'review' : undefined),
  settles: ({ type }) => (type === 'review.submitted' ? 'review' : undefined),
};
