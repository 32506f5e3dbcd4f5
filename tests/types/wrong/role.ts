import * as z from 'zod';
import { experimentEvents } from '../../../src/events/vocabulary/experiment.ts';
import { ideaEvents } from '../../../src/events/vocabulary/idea.ts';
import { tasks } from '../../../src/events/vocabulary/tasks.ts';
import { type Asking, asking, askingEvents, defineRole, pick } from '../../../src/machines/kit/kit.ts';

type Context = Asking & { readonly run: number };

/** A role for which the other files here define machines, right and wrong ones. */
export const tester = defineRole({
  name: 'tester',
  description: 'Is compiled, never run.',
  scopes: ['idea'],
  context: ({ started }): Context => ({ ...asking, started, run: 1 }),
  consumes: { ...pick(ideaEvents, 'idea.started'), ...pick(experimentEvents, 'experiment.completed') },
  publishes: {
    ...askingEvents,
    ...pick(ideaEvents, 'idea.failed'),
    'word.found': { description: 'A word.', version: 1, schema: z.object({ word: z.string() }) },
  },
  performs: { word: tasks.model, look: tasks.search },
});
