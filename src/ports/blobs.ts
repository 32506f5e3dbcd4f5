/** Content-addressed storage: a blob's name is its SHA-256 in lower-case hex. */
export interface Blobs {
  /** Stores the bytes unless present; idempotent. Returns the name. */
  put(bytes: Uint8Array): Promise<string>;
  /** Throws CodedError('blob.missing'), or CodedError('blob.corrupt') when the bytes do not match the name. */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /** Returns name -> size in bytes of those that exist. */
  sizes(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Yields all blobs, including incomplete ones that cannot be read. */
  list(): AsyncIterable<{ readonly name: string; readonly sizeBytes: number }>;
}
