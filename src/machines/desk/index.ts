import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { submissionEvents } from '../../events/vocabulary/paper.ts';
import { controlEvents } from '../../events/vocabulary/shell.ts';
import type { Role } from '../kit/kit.ts';
import { machine, name } from './machine.ts';

export const role: Role = {
  name,
  description:
    'Brings a paper from outside before the Reviewer, and ends the run with the verdict. In the place of the Director.',
  scopes: ['run'],
  machine,
  consumes: [
    'pause.requested',
    'resume.requested',
    'cancel.requested',
    'run.forked',
    'run.quiesced',
    'actor.failed',
    'paper.reviewed',
    'idea.failed',
  ],
  performs: [],
  events: {
    ...controlEvents,
    ...submissionEvents,
    'idea.finished': ideaEvents['idea.finished'],
  },
};
