import { tester } from './role.ts';

const { createMachine } = tester;

export const right = createMachine({
  initial: 'outer',
  states: {
    'outer.inner': { always: { target: 'outer.last' } },
    'outer.last': { on: { 'idea.started': 'outer', 'word.found': { target: 'over' } } },
    over: {},
  },
});

export const wrong = createMachine({
  initial: 'outer',
  states: {
    'outer.inner': {
      always: 'last', // wrong
    },
    'outer.last': {
      on: {
        'idea.started': { target: 'nowhere' }, // wrong
      },
    },
  },
});

export const wrongQuestion = createMachine({
  initial: 'asking',
  states: {
    asking: {
      ask: {
        key: 'word',
        prompt: () => ({ system: '', text: '' }),
        judge: (word) => ({ type: 'word.found', data: { word } }),
        accepted: { 'word.found': 'asking' },
        failed: 'over', // wrong
      },
    },
  },
});

export const wrongBeginning = createMachine({
  initial: 'waiting', // wrong
  states: { asking: {} },
});
