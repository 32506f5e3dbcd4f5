/** The right to delete, which the broker that does the daily work does not have. */
export interface Keeper {
  /** Deletes the run's log and its waiting tasks for ever; false when there was no such run. Blobs stay: see `deleteBlob`. */
  deleteRun(run: string): Promise<boolean>;
  /**
   * Gives the data of a log that the server did not restore, because what it keeps beside them is damaged, back to it: a
   * log that is there stays as it is. Throws CodedError('log.not_restored').
   */
  restoreRun(run: string): Promise<void>;
  /** For a blob that no run needs, or that is damaged; false when there was none. It can be put again. */
  deleteBlob(sha256: string): Promise<boolean>;
  close(): Promise<void>;
}
