import { ideaEvents } from '../../../src/events/vocabulary/idea.ts';
import { pick } from '../../../src/machines/kit/kit.ts';
import { tester } from './role.ts';

const { emit } = tester;

export const right = emit(() => ({ type: 'word.found', data: { word: 'silence' } }));

export const wrong = emit(() => ({
  type: 'word.lost', // wrong
  data: { word: 'silence' },
}));

export const rightPick = pick(ideaEvents, 'idea.failed');

export const wrongPick = pick(
  ideaEvents,
  'idea.lost', // wrong
);
