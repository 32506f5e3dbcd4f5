import type { Tree } from '../events/tree.ts';

export type Skipped = { readonly path: string; readonly reason: string };

export type Collected = {
  readonly tree: Tree;
  /** The first omitted entries with their reasons. */
  readonly skipped: readonly Skipped[];
  /** The number of all omitted entries. */
  readonly skippedCount: number;
};

/** Selects the files of a workspace to collect: those below a prefix or with a suffix, such as `run_1/` or `.png`. */
export type Wanted = { readonly prefixes: readonly string[]; readonly suffixes: readonly string[] };

/** A tree written to a folder for one task. */
export interface Workspace {
  readonly folder: string;
  /**
   * Reads the files that a job left, without following links, up to bounds of count and size. Lists what it omits, after
   * the wanted files that the sandbox could not hand over.
   */
  collect(wanted: Wanted, leftBehind?: readonly Skipped[]): Promise<Collected>;
  read(path: string): Promise<Uint8Array>;
  remove(): Promise<void>;
}

export interface Workspaces {
  /** Throws CodedError for a tree that would write outside its folder. */
  create(tree: Tree): Promise<Workspace>;
}
