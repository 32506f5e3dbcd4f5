import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const experimenter = defineRole({
  name: 'experimenter',
  description: 'Executes experiments and plots in the sandbox and reports their outcomes.',
  scopes: ['baseline', 'idea'],
  context: initial,
  consumes: {
    ...pick(ideaEvents, 'idea.started'),
    ...pick(experimentEvents, 'experiment.requested', 'plot.requested'),
  },
  publishes: pick(experimentEvents, 'experiment.completed', 'experiment.failed', 'plot.completed', 'plot.failed'),
  performs: { experiment: tasks.experiment, plot: tasks.experiment },
});
