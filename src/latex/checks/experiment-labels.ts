import { lineFinder, prose } from '../scan.ts';
import { eachSection } from './complaint.ts';

/** Matches "Run 2", "run_3" and "in run 2", but not "we run 3 seeds". */
const label =
  /\bruns?\s{0,20}\\?_\s{0,20}\d+\b|\bRuns?[\s~-]{1,20}\d+\b|(?<=\b(?:in|of|for|from|and|with|than|to|see|between|by)[\s~]{1,20})runs?[\s~]{1,20}\d+\b(?!\s{1,20}(?:seeds?|times?|epochs?|steps?|experiments?|trials?|repetitions?))/g;

/** Rejects the names of internal folders, which mean nothing to a reader. */
export const checkExperimentLabels = eachSection((text) => {
  const source = prose(text);
  const lineAt = lineFinder(source);
  return [...source.matchAll(label)].map((match) => ({
    line: lineAt(match.index),
    blocking: false,
    text: `"${match[0]}" is a name of internal files: say what was changed in that experiment instead`,
  }));
});
