import { experimentEvents } from '../../events/vocabulary/experiment.ts';
import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { controlEvents } from '../../events/vocabulary/shell.ts';
import type { Role } from '../kit/kit.ts';
import { machine, name } from './machine.ts';

export const role: Role = {
  name,
  description: 'Directs the life of a run: baseline, ideas, pauses, budget, cancellation and the end.',
  scopes: ['run'],
  machine,
  consumes: [
    'pause.requested',
    'resume.requested',
    'cancel.requested',
    'approve.requested',
    'reject.requested',
    'revise.requested',
    'run.forked',
    'run.quiesced',
    'actor.failed',
    'task.completed',
    'task.failed',
    'experiment.completed',
    'experiment.failed',
    'idea.proposed',
    'idea.judged',
    'proposal.failed',
    'idea.failed',
    'paper.reviewed',
    'paper.finished',
  ],
  performs: [],
  events: {
    ...controlEvents,
    'experiment.requested': experimentEvents['experiment.requested'],
    'idea.requested': ideaEvents['idea.requested'],
    'idea.approved': ideaEvents['idea.approved'],
    'idea.started': ideaEvents['idea.started'],
    'idea.finished': ideaEvents['idea.finished'],
  },
};
