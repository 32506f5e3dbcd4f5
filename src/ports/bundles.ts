import type { BundleAbout, BundleEntry } from '../events/bundle.ts';

/** An entry to be written; `read` is called once, when its turn comes, so that one is held at a time. */
export type BundleContent = BundleEntry & { readonly read: () => Promise<Uint8Array> };

/** Where the bytes of a bundle are not what they must be. */
export type Damage = {
  /** A part of the file, such as `events.jsonl` or `padding of events.jsonl`. */
  readonly part: string;
  /** Where the part, or the first wrong byte when it is known, begins in the file. */
  readonly offset: number;
  readonly message: string;
};

/** A bundle whose manifest is intact. */
export interface Bundle {
  readonly path: string;
  readonly about: BundleAbout;
  /** SHA-256 of the manifest: two bundles with the same one are equal to the byte. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly entries: ReadonlyMap<string, BundleEntry>;
  /** Where an entry's bytes begin in the file. */
  offsetOf(name: string): number;
  /** Throws CodedError('bundle.damaged') when the entry is absent or its SHA-256 is another; see `readAnyway`. */
  read(name: string): Promise<Uint8Array>;
  /** An entry as it is, right or wrong: for those who look for what is wrong with it. */
  readAnyway(name: string): Promise<Uint8Array>;
  /** Reads the whole file once, a piece at a time; every bit of it is covered. */
  damages(): Promise<readonly Damage[]>;
  close(): Promise<void>;
}

/** A run in one file. */
export interface Bundles {
  /** The same content gives the same bytes. Returns the digest. Throws CodedError('bundle.exists') unless `replace`. */
  write(path: string, about: BundleAbout, contents: readonly BundleContent[], replace: boolean): Promise<string>;
  /** Throws CodedError('bundle.unreadable', 'bundle.foreign' or 'bundle.damaged'). */
  open(path: string): Promise<Bundle>;
}
