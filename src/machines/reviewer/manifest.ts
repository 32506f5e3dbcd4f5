import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { paperEvents } from '../../events/vocabulary/paper.ts';
import { reviewEvents } from '../../events/vocabulary/review.ts';
import { shellEvents } from '../../events/vocabulary/shell.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { askingEvents, defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const reviewer = defineRole({
  name: 'reviewer',
  description: 'Chairs the review of a paper: requests independent reviews and summarises them in a verdict.',
  scopes: ['idea'],
  context: initial,
  consumes: {
    ...pick(paperEvents, 'paper.compiled'),
    ...pick(reviewEvents, 'review.submitted'),
    ...pick(shellEvents, 'actor.failed'),
  },
  publishes: {
    ...askingEvents,
    ...pick(reviewEvents, 'review.requested', 'meta-review.written', 'paper.reviewed'),
    ...pick(ideaEvents, 'idea.failed'),
  },
  performs: { meta: tasks.model },
});
