import { role } from '../../src/machines/desk/index.ts';
import { goodReview } from '../support/review-desk.ts';
import { startedWith, unlimited } from '../support/studio.ts';
import type { Heard, World } from './walker.ts';

const paper = {
  name: 'draft',
  title: 'A Draft',
  text: 'We find it.',
  file: { name: 'draft.pdf', blob: 'b', sizeBytes: 1 },
  pages: [],
};
const fault = { actor: 'x', code: 'actor.threw', message: 'oops' };

const verdicts: readonly Heard[] = [
  { type: 'paper.reviewed', scope: 'idea-1', data: { version: 1, review: goodReview, score: 5, reviews: 2 } },
  { type: 'idea.failed', scope: 'idea-1', data: { code: 'reviewer.no_review', message: 'none' } },
  { type: 'actor.failed', scope: 'idea-1', data: fault },
  { type: 'actor.failed', scope: 'idea-1.review-1', data: fault },
  { type: 'run.quiesced', data: { after: 1, states: {} } },
];

const demands: readonly Heard[] = [
  { type: 'pause.requested', once: 'pause', data: { reason: 'tea' } },
  { type: 'resume.requested', once: 'resume', data: { budget: unlimited } },
  { type: 'cancel.requested', once: 'cancel', data: { scope: 'run', reason: 'enough' } },
];

/** A paper from outside, with every verdict, and requests at any time. */
export const deskWorld: World = {
  role,
  scope: 'run',
  started: startedWith({}, { paper }),
  owed: ['run'],
  hear: () => [...verdicts, ...demands],
  answers: () => ({}),
  opens: () => undefined,
  settles: ({ type }) => (type === 'run.finished' ? 'run' : undefined),
};
