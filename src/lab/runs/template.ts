import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';

/** Whose playbook has the rubric by which papers from outside are reviewed offline. */
export const templateOfReviews = 'grokking';

/**
 * The template whose offline answers a run uses: one of the project's, as a log may not choose a folder of this machine.
 * Throws CodedError('template.unknown') for a name that is a path.
 */
export const templateNameOf = ({ paper, template }: RunStarted): string => {
  if (paper !== undefined) return templateOfReviews;
  if (!/[/\\]|^\.\.?$/.test(template.name)) return template.name;
  throw new CodedError(
    'template.unknown',
    `the log names the template "${template.name}": say where it is by --template`,
  );
};
