import { ideaEvents } from '../../events/vocabulary/idea.ts';
import { requestEvents } from '../../events/vocabulary/shell.ts';
import { tasks } from '../../events/vocabulary/tasks.ts';
import { askingEvents, defineRole, pick } from '../kit/kit.ts';
import { initial } from './context.ts';

export const scientist = defineRole({
  name: 'scientist',
  description: 'Proposes ideas from the archive, improves them, and searches the literature for earlier work.',
  scopes: ['run'],
  context: initial,
  consumes: { ...pick(ideaEvents, 'idea.requested', 'idea.finished'), ...pick(requestEvents, 'comment.written') },
  publishes: {
    ...askingEvents,
    ...pick(ideaEvents, 'idea.drafted', 'idea.proposed', 'novelty.queried', 'novelty.searched', 'idea.judged'),
    ...pick(ideaEvents, 'proposal.failed'),
  },
  performs: { propose: tasks.model, reflect: tasks.model, novelty: tasks.model, search: tasks.search },
});
