import type { Outcome } from '../../events/outcome.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { tasks } from '../../events/vocabulary/tasks.ts';

type Found = Read<typeof tasks.search.value>;

/** What a machine that searches the literature knows. */
type Searching = { readonly started: RunStarted; readonly query: string };

const limitOf = ({ started }: Searching): number => started.settings.limits.papersPerSearch;

/** A search for the query that the machine has in hand. */
export const searchFor = (context: Searching) => ({
  kind: 'search' as const,
  key: 'search' as const,
  input: () => ({ query: context.query, limit: limitOf(context) }),
});

const nothing: Found = { library: '', papers: [] };

/** What a search has found, no more of it than is wanted; nothing when it failed. */
export const foundBy = (outcome: Outcome<Found>, context: Searching): Found => {
  const found = outcome.ok ? outcome.value : nothing;
  return { ...found, papers: found.papers.slice(0, limitOf(context)) };
};
