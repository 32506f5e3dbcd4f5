import { tasks } from '../../events/vocabulary/tasks.ts';
import type { Literature } from '../../ports/literature.ts';
import type { Performer } from '../performer.ts';

export const searchPerformer = (literature: Literature, concurrency = 2): Performer<typeof tasks.search> => ({
  task: tasks.search,
  concurrency,
  attempts: 20,
  perform: (input, { signal }) => literature.search(input.query, input.limit, signal),
});
