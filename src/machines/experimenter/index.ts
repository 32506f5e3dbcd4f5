import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import type { Role } from '../kit/kit.ts';
import { experimenterMachine } from './machine.ts';

export const role: Role = {
  name: 'experimenter',
  description: 'Runs experiments and plots in the sandbox and says what happened.',
  scopes: ['baseline', 'idea'],
  machine: experimenterMachine,
  consumes: ['experiment.requested', 'plot.requested'],
  performs: ['experiment'],
  events: {
    'experiment.completed': experimentEvents['experiment.completed'],
    'experiment.failed': experimentEvents['experiment.failed'],
    'plot.completed': experimentEvents['plot.completed'],
    'plot.failed': experimentEvents['plot.failed'],
  },
};
