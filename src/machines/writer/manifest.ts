import { codeEvents } from '../../events/vocabulary/code.ts';
import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { paperEvents } from '../../events/vocabulary/paper.ts';
import { reviewEvents } from '../../events/vocabulary/review.ts';
import { controlEvents, requestEvents, shellEvents } from '../../events/vocabulary/shell.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { askingEvents, defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

const { model, search, typeset } = tasks;

export const writer = defineRole({
  name: 'writer',
  description:
    'Writes the paper on an idea from the recorded results, checks and compiles it, and revises it once after its review.',
  scopes: ['idea'],
  context: initial,
  consumes: {
    ...pick(ideaEvents, 'idea.started'),
    ...pick(experimentEvents, 'experiment.completed'),
    ...pick(codeEvents, 'coding.finished'),
    ...pick(reviewEvents, 'paper.reviewed'),
    ...pick(controlEvents, 'idea.reopened'),
    ...pick(requestEvents, 'comment.written'),
    ...pick(shellEvents, 'log.chained'),
  },
  publishes: { ...paperEvents, ...pick(ideaEvents, 'idea.failed'), ...askingEvents },
  performs: {
    title: model,
    draft: model,
    refine: model,
    revise: model,
    cite: model,
    choose: model,
    fix: model,
    search,
    typeset,
  },
});
