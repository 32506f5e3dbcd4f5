import { tester } from './role.ts';

const { createMachine, perform } = tester;

const input = () => ({ query: 'words', limit: 3 });
const worded = () => ({ query: 'words', limit: 'three' });

export const right = perform(() => ({ kind: 'search', key: 'look', input }));

export const wrongKind = perform(() => ({ kind: 'experiment', key: 'look', input })); // wrong

export const wrongInput = perform(() => ({ kind: 'search', key: 'look', input: worded })); // wrong

export const wrongKey = createMachine({
  initial: 'asking',
  states: {
    asking: {
      ask: {
        key: 'look', // wrong
        prompt: () => ({ system: '', text: '' }),
        judge: (word) => ({ type: 'word.found', data: { word } }),
        accepted: {},
        failed: 'asking',
      },
    },
  },
});
