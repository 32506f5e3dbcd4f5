/** Content-addressed bytes: the name is the SHA-256 in lower-case hex. */
export interface Blobs {
  /** Stores only what is absent. Returns the name. */
  put(bytes: Uint8Array): Promise<string>;
  /** Throws CodedError('blob.missing') or, when the bytes do not match the name, CodedError('blob.corrupt'). */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /** Name -> bytes, of those that are there. */
  sizes(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** All that are there, also those that were never stored whole and so cannot be had. */
  list(): AsyncIterable<{ readonly name: string; readonly sizeBytes: number }>;
}
