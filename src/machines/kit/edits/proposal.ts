import type { Name } from './names.ts';

/** Lines to find, and their replacement. */
export type Change = {
  readonly search: readonly string[];
  readonly replace: readonly string[];
  /** A marker line among the new lines; such a change is refused. */
  readonly marker?: string;
};

/** One edit that an answer proposes. */
export type Proposal = {
  readonly name: Name | undefined;
  /** Readings of one block, in the order to try them: several if its divider is ambiguous. Empty for a whole file. */
  readonly changes: readonly Change[];
  /** The whole new content, for a file given in full. */
  readonly whole?: readonly string[];
  /** The line taken for the file's name and removed from `whole`; restored if the file begins with it. */
  readonly head?: string | undefined;
  /** True beside real edits, where a whole text may be only an illustration. */
  readonly doubtful?: boolean;
};

/** The result of parsing an answer: proposals, and problems with its form. */
export type Reading = { readonly proposals: readonly Proposal[]; readonly problems: readonly string[] };
