import type { Outcome } from '../../events/outcome.ts';
import type { Read } from '../../events/vocabulary/definition.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { tasks } from '../../events/vocabulary/tasks.ts';

type Found = Read<typeof tasks.search.value>;

/** Context of a machine that searches the literature. */
type Searching = { readonly started: RunStarted; readonly query: string };

const limitOf = ({ started }: Searching): number => started.settings.limits.papersPerSearch;

/** Requests a search for the machine's current query. */
export const searchFor = (context: Searching) => ({
  kind: 'search' as const,
  key: 'search' as const,
  input: () => ({ query: context.query, limit: limitOf(context) }),
});

const nothing: Found = { library: '', papers: [] };

/** Returns the papers found, at most as many as wanted; none if the search failed. */
export const foundBy = (outcome: Outcome<Found>, context: Searching): Found => {
  const found = outcome.ok ? outcome.value : nothing;
  return { ...found, papers: found.papers.slice(0, limitOf(context)) };
};
