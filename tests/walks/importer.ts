import { role } from '../../src/machines/importer/index.ts';
import { importedIdea } from '../support/imported.ts';
import { startedWith } from '../support/studio.ts';
import type { Heard, World } from './walker.ts';

const idea = (number: number): Heard => ({
  type: 'idea.imported',
  scope: `idea-${number}`,
  once: String(number),
  data: importedIdea({ number, name: `idea_${number}` }),
});

/** Two ideas in any order, and a run that is resumed before they are all there. */
export const importerWorld: World = {
  role,
  scope: 'run',
  started: startedWith({ ideas: 2 }),
  owed: ['run'],
  hear: () => [idea(1), idea(2), { type: 'run.quiesced', data: { after: 1, states: {} } }],
  answers: () => ({}),
  opens: () => undefined,
  settles: ({ type }) => (type === 'run.finished' ? 'run' : undefined),
};
