/**
 * A cache of summaries computed from run logs. An entry may be missing, outdated or corrupt: a reader must check it, and
 * recompute it from the log if it does not match. Failures of the store never reach the caller.
 */
export interface Summaries {
  /** Run -> its last stored summary. */
  list(): Promise<ReadonlyMap<string, Uint8Array>>;
  get(run: string): Promise<Uint8Array | undefined>;
  put(run: string, summary: Uint8Array): Promise<void>;
}
