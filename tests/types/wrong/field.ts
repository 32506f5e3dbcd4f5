import type { Heard, Seen } from '../../../src/machines/kit/kit.ts';
import { tester } from './role.ts';

const { createMachine, keep } = tester;

export const right = createMachine({
  on: { 'experiment.completed': { actions: keep((_, { data }) => ({ run: data.attempt })) } },
});

export const wrong = createMachine({
  on: {
    'experiment.completed': {
      actions: keep((_, { data }) => ({
        run: data.attempts, // wrong
      })),
    },
  },
});

export const wrongGuard = ({ event }: Seen<object, Heard<typeof tester, 'idea.started'>>): boolean =>
  event.data.idea.name === event.data.name; // wrong

export const rightContext = keep(() => ({ run: 2 }));

export const wrongContext = keep(() => ({
  run: 'two', // wrong
}));
