/**
 * What was computed from the log of a run, kept beside it to be found again at once. It is a cache: what is here may be
 * missing, old or rubbish, so that a reader checks it, and computes it again from the log when it does not fit. No
 * failure of the store reaches the caller.
 */
export interface Summaries {
  /** Run -> what was kept of it last. */
  list(): Promise<ReadonlyMap<string, Uint8Array>>;
  get(run: string): Promise<Uint8Array | undefined>;
  put(run: string, summary: Uint8Array): Promise<void>;
}
