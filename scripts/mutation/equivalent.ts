import listed from './equivalent.json' with { type: 'json' };
import type { Mutant } from './mutants.ts';

/** A mutant that behaves like the original: the line before and after, and the reason. */
type Equivalent = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly reason: string;
};

const all = listed as readonly Equivalent[];

const matches = (mutant: Mutant, { path, before, after }: Equivalent): boolean =>
  mutant.path === path && mutant.before === before && mutant.after === after;

export const isEquivalent = (mutant: Mutant): boolean => all.some((one) => matches(mutant, one));

/** Outdated entries in these mutants' files, whose lines have changed. */
export const staleEquivalents = (mutants: readonly Mutant[]): readonly string[] => {
  const paths = new Set(mutants.map(({ path }) => path));
  return all
    .filter((one) => paths.has(one.path) && !mutants.some((mutant) => matches(mutant, one)))
    .map(({ path, before }) => `${path}: ${before}`);
};
