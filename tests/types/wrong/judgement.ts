import { tester } from './role.ts';

const { createMachine, keep } = tester;

const prompt = () => ({ system: '', text: '' });

export const right = createMachine({
  initial: 'asking',
  states: {
    asking: {
      ask: {
        key: 'word',
        prompt,
        judge: (word) => (word === '' ? { complaint: 'No word.' } : { type: 'word.found', data: { word } }),
        accepted: { 'word.found': { target: 'asking', actions: keep((_, { data }) => ({ run: data.word.length })) } },
        failed: 'asking',
      },
    },
  },
});

export const wrongAnswer = createMachine({
  initial: 'asking',
  states: {
    asking: {
      ask: {
        key: 'word',
        prompt,
        judge: (word) => ({ type: 'word.found', data: { words: [word] } }), // wrong
        accepted: {},
        failed: 'asking',
      },
    },
  },
});

export const wrongAcceptance = createMachine({
  initial: 'asking',
  states: {
    asking: {
      ask: {
        key: 'word',
        prompt,
        judge: (word) => ({ type: 'word.found', data: { word } }),
        accepted: {
          'idea.started': 'asking', // wrong
        },
        failed: 'asking',
      },
    },
  },
});
