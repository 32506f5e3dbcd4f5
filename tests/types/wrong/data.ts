import { tester } from './role.ts';

const { emit } = tester;

export const right = emit(({ run }) => ({ type: 'word.found', data: { word: String(run) } }));

export const wrong = emit(({ run }) => ({
  type: 'word.found',
  data: { word: run }, // wrong
}));

export const missing = emit(() => ({
  type: 'idea.failed',
  data: { code: 'tester.tired' }, // wrong
}));
