/** Content-addressed storage: a blob's name is its SHA-256 in lower-case hex. */
export interface Blobs {
  /** Stores the bytes unless present; idempotent. Returns the name. */
  put(bytes: Uint8Array): Promise<string>;
  /** Throws CodedError('blob.missing'), or CodedError('blob.corrupt') when the bytes do not match the name. */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /** Name -> bytes, of those that are there. */
  sizes(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** All that are there, also those that were never stored whole and so cannot be had. */
  list(): AsyncIterable<{ readonly name: string; readonly sizeBytes: number }>;
}
