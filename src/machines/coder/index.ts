import { codeEvents } from '../../events/vocabulary/code.ts';
import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { askingEvents, type Role } from '../kit/kit.ts';
import { coderMachine } from './machine.ts';

export const role: Role = {
  name: 'coder',
  description: 'Turns an idea into code, runs, notes and figures.',
  scopes: ['idea'],
  machine: coderMachine,
  consumes: [
    'idea.started',
    'experiment.completed',
    'experiment.failed',
    'plot.completed',
    'plot.failed',
    'comment.written',
  ],
  performs: ['model'],
  events: {
    ...askingEvents,
    ...codeEvents,
    'experiment.requested': experimentEvents['experiment.requested'],
    'plot.requested': experimentEvents['plot.requested'],
    'idea.failed': ideaEvents['idea.failed'],
  },
};
