import { reviewEvents } from '../../events/vocabulary/review.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { askingEvents, defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const referee = defineRole({
  name: 'referee',
  description: 'Writes one independent review of a paper and reflects on it.',
  scopes: ['review'],
  context: initial,
  consumes: pick(reviewEvents, 'review.requested'),
  publishes: { ...askingEvents, ...pick(reviewEvents, 'review.drafted', 'review.submitted') },
  performs: { review: tasks.model, reflect: tasks.model },
});
