import { tester } from './role.ts';

const { createMachine, keep } = tester;

export const right = createMachine({
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        'experiment.completed': { actions: keep((_, { data: { run } }) => ({ run })) },
        'result.look': { actions: keep((_, { outcome }) => ({ run: outcome.ok ? outcome.value.papers.length : 0 })) },
      },
    },
  },
});

export const wrong = createMachine({
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        'experiment.failed': {}, // wrong
      },
    },
  },
});

export const wrongResult = createMachine({
  initial: 'waiting',
  states: {
    waiting: {
      on: {
        'result.listen': {}, // wrong
      },
    },
  },
});
