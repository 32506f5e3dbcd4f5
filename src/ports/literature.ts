import type * as z from 'zod';
import type { Outcome } from '../events/outcome.ts';
import type { failedLibrarySchema, PaperRecord, searchEvidenceSchema } from '../events/vocabulary/idea.ts';

export type { PaperRecord };

export type SearchEvidence = z.infer<typeof searchEvidenceSchema>;
export type FailedLibrary = z.infer<typeof failedLibrarySchema>;

export type SearchResult = {
  /** The one that answered. */
  readonly library: string;
  readonly papers: readonly PaperRecord[];
  /** The answers from which `papers` were read, as they were received; absent for a library without a network. */
  readonly evidence?: readonly SearchEvidence[];
  /** Libraries that were asked before and failed; absent when there were none. */
  readonly failed?: readonly FailedLibrary[];
};

export interface Literature {
  readonly name: string;
  /** The best matches first, at most `limit`. A search that fails for good is a coded failure, never a stall. */
  search(query: string, limit: number, signal: AbortSignal): Promise<Outcome<SearchResult>>;
}
