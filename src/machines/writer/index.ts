import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { paperEvents } from '../../events/vocabulary/paper.ts';
import { askingEvents, type Role } from '../kit/kit.ts';
import { machine } from './machine.ts';

export const role: Role = {
  name: 'writer',
  description:
    'Writes the paper on an idea from what is recorded, checks and compiles it, and revises it once by its review.',
  scopes: ['idea'],
  machine,
  consumes: [
    'idea.started',
    'experiment.completed',
    'coding.finished',
    'paper.reviewed',
    'idea.reopened',
    'comment.written',
    'log.chained',
  ],
  events: { ...paperEvents, 'idea.failed': ideaEvents['idea.failed'], ...askingEvents },
  performs: ['model', 'search', 'typeset'],
};
