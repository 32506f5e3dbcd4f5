/** Deletes and restores data; the regular broker has no right to do so. */
export interface Keeper {
  /** Permanently deletes the run's log and waiting tasks; false when the run is unknown. Keeps blobs: see `deleteBlob`. */
  deleteRun(run: string): Promise<boolean>;
  /**
   * Makes the server read the data of a log that it did not restore because its metadata is damaged. An existing log is
   * left unchanged. Throws CodedError('log.not_restored').
   */
  restoreRun(run: string): Promise<void>;
  /** Deletes a blob that no run needs, or that is damaged; false when there was none. It can be stored again. */
  deleteBlob(sha256: string): Promise<boolean>;
  close(): Promise<void>;
}
