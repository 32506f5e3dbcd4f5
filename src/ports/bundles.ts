import type { BundleAbout, BundleEntry } from '../events/bundle.ts';

/** An entry to write; `read` is called once, when the entry is written or a little before, so that memory holds few. */
export type BundleContent = BundleEntry & { readonly read: () => Promise<Uint8Array> };

/** A place at which a bundle's bytes are wrong. */
export type Damage = {
  /** A part of the file, such as `events.jsonl` or `padding of events.jsonl`. */
  readonly part: string;
  /** Offset in the file of the first wrong byte, or of the part when that byte is unknown. */
  readonly offset: number;
  readonly message: string;
};

/** A bundle whose manifest is intact. */
export interface Bundle {
  readonly path: string;
  readonly about: BundleAbout;
  /** SHA-256 of the manifest: bundles with equal digests are byte-identical. */
  readonly digest: string;
  readonly sizeBytes: number;
  readonly entries: ReadonlyMap<string, BundleEntry>;
  /** Returns the offset of an entry's bytes in the file. */
  offsetOf(name: string): number;
  /** Throws CodedError('bundle.damaged') when the entry is absent or does not match its SHA-256; see `readAnyway`. */
  read(name: string): Promise<Uint8Array>;
  /** Reads an entry without checking it, for locating damage. */
  readAnyway(name: string): Promise<Uint8Array>;
  /** Reads the whole file once in pieces and checks every byte. */
  damages(): Promise<readonly Damage[]>;
  close(): Promise<void>;
}

/** Reads and writes runs as single files. */
export interface Bundles {
  /** Writes a bundle, deterministically. Returns its digest. Throws CodedError('bundle.exists') unless `replace`. */
  write(path: string, about: BundleAbout, contents: readonly BundleContent[], replace: boolean): Promise<string>;
  /** Throws CodedError('bundle.unreadable', 'bundle.foreign' or 'bundle.damaged'). */
  open(path: string): Promise<Bundle>;
}
