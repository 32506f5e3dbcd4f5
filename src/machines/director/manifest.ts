import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { paperEvents } from '../../events/vocabulary/paper.ts';
import { reviewEvents } from '../../events/vocabulary/review.ts';
import { controlEvents, requestEvents, shellEvents } from '../../events/vocabulary/shell.ts';
import { defineRole, type Emitted, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const director = defineRole({
  name: 'director',
  description: 'Directs the life of a run: baseline, ideas, pauses, budget, cancellation and the end.',
  scopes: ['run'],
  context: initial,
  consumes: {
    ...pick(requestEvents, 'pause.requested', 'resume.requested', 'cancel.requested'),
    ...pick(requestEvents, 'approve.requested', 'reject.requested', 'revise.requested'),
    ...pick(shellEvents, 'run.forked', 'run.quiesced', 'actor.failed', 'task.completed', 'task.failed'),
    ...pick(experimentEvents, 'experiment.completed', 'experiment.failed'),
    ...pick(ideaEvents, 'idea.proposed', 'idea.judged', 'proposal.failed', 'idea.failed'),
    ...pick(reviewEvents, 'paper.reviewed'),
    ...pick(paperEvents, 'paper.finished'),
  },
  publishes: {
    ...controlEvents,
    ...pick(experimentEvents, 'experiment.requested'),
    ...pick(ideaEvents, 'idea.requested', 'idea.approved', 'idea.started', 'idea.finished'),
  },
  performs: {},
});

export type Emission = Emitted<typeof director>;
