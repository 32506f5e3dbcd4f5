import { codeEvents } from '../../../src/events/vocabulary/code.ts';
import { defineRole, pick } from '../../../src/machines/kit/kit.ts';

const faulty = defineRole({
  name: 'faulty',
  description: 'Throws at the end of the coding.',
  scopes: ['idea'],
  context: () => ({}),
  consumes: pick(codeEvents, 'coding.finished'),
  publishes: {},
  performs: {},
});

/** Throws when the code of an idea is finished: recorded runs need an `actor.failed`. */
export const role = faulty.withMachine(
  faulty.createMachine({
    on: {
      'coding.finished': {
        actions: faulty.emit(() => {
          throw new Error('this role is at fault');
        }),
      },
    },
  }),
);
