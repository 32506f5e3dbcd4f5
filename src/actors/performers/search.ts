import type { Literature } from '../../ports/literature.ts';
import type { Performer } from '../performer.ts';

export const searchPerformer = (literature: Literature, concurrency = 2): Performer => ({
  kind: 'search',
  concurrency,
  attempts: 20,
  perform: (input: { query: string; limit: number }, { signal }) => literature.search(input.query, input.limit, signal),
});
