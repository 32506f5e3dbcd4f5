import type { RunStarted } from '../../events/vocabulary/run.ts';

/** Whose playbook has the rubric by which papers from outside are reviewed offline. */
export const templateOfReviews = 'grokking';

/** The template whose offline answers a run uses. */
export const templateNameOf = ({ paper, template }: RunStarted): string =>
  paper === undefined ? template.name : templateOfReviews;
