import { reviewEvents } from '../../events/vocabulary/review.ts';
import { askingEvents, type Role } from '../kit/kit.ts';
import { machine } from './machine.ts';

export const role: Role = {
  name: 'referee',
  description: 'Writes one independent review of a paper and reflects on it.',
  scopes: ['review'],
  machine,
  consumes: ['review.requested'],
  events: {
    ...askingEvents,
    'review.drafted': reviewEvents['review.drafted'],
    'review.submitted': reviewEvents['review.submitted'],
  },
  performs: ['model'],
};
