import type { Name } from './names.ts';

/** Lines to be found, and what stands in their place afterwards. */
export type Change = {
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** A line of a block's own form among the new lines: it is never written into a file. */
  readonly marker?: string;
};

/** One thing that an answer wants done. */
export type Proposal = {
  readonly name: Name | undefined;
  /** Readings of one block, in the order to try them: more than one when its dividing line is in doubt. Empty for a whole file. */
  readonly changes: readonly Change[];
  /** The whole new content, for a file given in full. */
  readonly whole?: readonly string[];
  /** The line that named the file and was left out of `whole`: part of it after all if the file begins with it. */
  readonly head?: string | undefined;
  /** It stands beside real edits, so it may be a mere illustration. */
  readonly doubtful?: boolean;
};

/** What was found in an answer: what to do, and what is wrong with its form. */
export type Reading = { readonly proposals: readonly Proposal[]; readonly problems: readonly string[] };
