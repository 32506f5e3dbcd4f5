import type { Outcome } from '../events/outcome.ts';

/** A paper as a library knows it; no field is ever invented. */
export type PaperRecord = {
  /** Stable in its library: a DOI, an arXiv id or the library's own. */
  readonly id: string;
  readonly title: string;
  readonly authors: readonly string[];
  readonly year: number | null;
  readonly venue: string | null;
  readonly abstract: string | null;
  readonly url: string | null;
  readonly citationCount: number | null;
};

export type SearchResult = { readonly library: string; readonly papers: readonly PaperRecord[] };

export interface Literature {
  readonly name: string;
  /** The best matches first, at most `limit`. A search that fails for good is a coded failure, never a stall. */
  search(query: string, limit: number, signal: AbortSignal): Promise<Outcome<SearchResult>>;
}
