import type { Tree } from '../events/tree.ts';

export type Skipped = { readonly path: string; readonly reason: string };

export type Collected = {
  readonly tree: Tree;
  /** The first entries that were left out, each with its reason. */
  readonly skipped: readonly Skipped[];
  /** How many were left out in all. */
  readonly skippedCount: number;
};

/** Which files of a workspace are wanted afterwards: those below a prefix or with a suffix, such as `run_1/` or `.png`. */
export type Wanted = { readonly prefixes: readonly string[]; readonly suffixes: readonly string[] };

/** A tree laid out as a folder for one task. */
export interface Workspace {
  readonly folder: string;
  /**
   * Reads what a job left behind, without following links; bounded in count and size. What is beyond is named,
   * after the wanted files that the sandbox could not hand over.
   */
  collect(wanted: Wanted, leftBehind?: readonly Skipped[]): Promise<Collected>;
  read(path: string): Promise<Uint8Array>;
  remove(): Promise<void>;
}

export interface Workspaces {
  /** Throws CodedError for a tree that would write outside its folder. */
  create(tree: Tree): Promise<Workspace>;
}
