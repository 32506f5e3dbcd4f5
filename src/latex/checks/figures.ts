import { uses } from '../scan.ts';
import { eachSection } from './complaint.ts';

/** Requires every figure to be one that plot.py made. */
export const checkFigures = eachSection((text, _, { figures }) =>
  uses(text, 'includegraphics')
    .filter((use) => !figures.includes(use.argument))
    .map((use) => ({
      line: use.line,
      blocking: true,
      text: `the figure "${use.argument}" does not exist; there is ${figures.length === 0 ? 'no figure at all' : `only ${figures.join(', ')}`}`,
    })),
);
