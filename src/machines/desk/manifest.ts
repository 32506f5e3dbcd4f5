import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { submissionEvents } from '../../events/vocabulary/paper.ts';
import { reviewEvents } from '../../events/vocabulary/review.ts';
import { controlEvents, requestEvents, shellEvents } from '../../events/vocabulary/shell.ts';
import { defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const desk = defineRole({
  name: 'desk',
  description:
    'Submits a paper from outside to the Reviewer, and ends the run with the verdict. Replaces the Director.',
  scopes: ['run'],
  context: initial,
  consumes: {
    ...pick(requestEvents, 'pause.requested', 'resume.requested', 'cancel.requested'),
    ...pick(shellEvents, 'run.forked', 'run.quiesced', 'actor.failed'),
    ...pick(reviewEvents, 'paper.reviewed'),
    ...pick(ideaEvents, 'idea.failed'),
  },
  publishes: { ...controlEvents, ...submissionEvents, ...pick(ideaEvents, 'idea.finished') },
  performs: {},
});
