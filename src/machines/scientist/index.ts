import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { askingEvents, type Role } from '../kit/kit.ts';
import { machine } from './machine.ts';

export const role: Role = {
  name: 'scientist',
  description: 'Proposes ideas from the archive, improves them, and searches the literature for what is already known.',
  scopes: ['run'],
  machine,
  consumes: ['idea.requested', 'idea.finished', 'comment.written'],
  performs: ['model', 'search'],
  events: {
    ...askingEvents,
    'idea.drafted': ideaEvents['idea.drafted'],
    'idea.proposed': ideaEvents['idea.proposed'],
    'novelty.queried': ideaEvents['novelty.queried'],
    'novelty.searched': ideaEvents['novelty.searched'],
    'idea.judged': ideaEvents['idea.judged'],
    'proposal.failed': ideaEvents['proposal.failed'],
  },
};
