import { emit, machineOptions, type Role, roleSetup } from '../../../src/machines/kit/kit.ts';

/** Throws when the code of an idea is finished: recorded runs need an `actor.failed`. */
export const role: Role = {
  name: 'faulty',
  description: 'Throws at the end of the coding.',
  scopes: ['idea'],
  consumes: ['coding.finished'],
  performs: [],
  events: {},
  machine: roleSetup<{ seen: number }>().createMachine({
    id: 'faulty',
    options: machineOptions,
    context: { seen: 0 },
    on: {
      'coding.finished': {
        actions: emit(() => {
          throw new Error('this role is at fault');
        }),
      },
    },
  }),
};
