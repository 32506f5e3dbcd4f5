import { codeEvents } from '../../events/vocabulary/code.ts';
import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { requestEvents } from '../../events/vocabulary/shell.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { askingEvents, defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const coder = defineRole({
  name: 'coder',
  description: 'Turns an idea into code, experiments, notes and figures.',
  scopes: ['idea'],
  context: initial,
  consumes: {
    ...pick(ideaEvents, 'idea.started'),
    ...pick(experimentEvents, 'experiment.completed', 'experiment.failed', 'plot.completed', 'plot.failed'),
    ...pick(requestEvents, 'comment.written'),
  },
  publishes: {
    ...askingEvents,
    ...codeEvents,
    ...pick(experimentEvents, 'experiment.requested', 'plot.requested'),
    ...pick(ideaEvents, 'idea.failed'),
  },
  performs: { plan: tasks.model, edit: tasks.model, note: tasks.model, plot: tasks.model, describe: tasks.model },
});
