import type { Outcome } from '../events/outcome.ts';
import type { Read } from '../events/vocabulary/definition.ts';
import type { PaperRecord } from '../events/vocabulary/idea.ts';
import type { tasks } from '../events/vocabulary/tasks.ts';

export type { PaperRecord };

/** What a library answered. */
export type SearchResult = Read<typeof tasks.search.value>;
export type SearchEvidence = NonNullable<SearchResult['evidence']>[number];
export type FailedLibrary = NonNullable<SearchResult['failed']>[number];

export interface Literature {
  readonly name: string;
  /** The best matches first, at most `limit`. A search that fails for good is a coded failure, never a stall. */
  search(query: string, limit: number, signal: AbortSignal): Promise<Outcome<SearchResult>>;
}
