import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { templateEvents } from '../../events/vocabulary/template.ts';
import { defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const examiner = defineRole({
  name: 'examiner',
  description:
    'Stands between the baseline and the Director: tries plot.py and the paper of a template before anything is paid for.',
  scopes: ['baseline'],
  context: initial,
  consumes: pick(experimentEvents, 'experiment.completed', 'experiment.failed', 'plot.completed', 'plot.failed'),
  publishes: { ...pick(experimentEvents, 'plot.requested'), ...templateEvents },
  performs: { typeset: tasks.typeset },
});
