import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { reviewEvents } from '../../events/vocabulary/review.ts';
import { askingEvents, type Role } from '../kit/kit.ts';
import { machine } from './machine.ts';

export const role: Role = {
  name: 'reviewer',
  description: 'Chairs the review of a paper: asks for independent reviews and sums them up in a verdict.',
  scopes: ['idea'],
  machine,
  consumes: ['paper.compiled', 'review.submitted', 'actor.failed'],
  events: {
    ...askingEvents,
    'review.requested': reviewEvents['review.requested'],
    'meta-review.written': reviewEvents['meta-review.written'],
    'paper.reviewed': reviewEvents['paper.reviewed'],
    'idea.failed': ideaEvents['idea.failed'],
  },
  performs: ['model'],
};
