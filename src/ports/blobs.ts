/** Content-addressed bytes: the name is the SHA-256 in lower-case hex. */
export interface Blobs {
  /** Stores only what is absent. Returns the name. */
  put(bytes: Uint8Array): Promise<string>;
  /** Throws CodedError('blob.missing') or, when the bytes do not match the name, CodedError('blob.corrupt'). */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
}
