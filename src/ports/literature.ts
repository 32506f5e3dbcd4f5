import type { Outcome } from '../events/outcome.ts';
import type { Read } from '../events/vocabulary/definition.ts';
import type { PaperRecord } from '../events/vocabulary/idea.ts';
import type { tasks } from '../events/vocabulary/tasks.ts';

export type { PaperRecord };

/** The outcome of a search. */
export type SearchResult = Read<typeof tasks.search.value>;
export type SearchEvidence = NonNullable<SearchResult['evidence']>[number];
export type FailedLibrary = NonNullable<SearchResult['failed']>[number];

export interface Literature {
  readonly name: string;
  /** Returns at most `limit` matches, best first. A search that keeps failing is a coded failure and never hangs. */
  search(query: string, limit: number, signal: AbortSignal): Promise<Outcome<SearchResult>>;
}
