import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';

/** The template whose playbook reviews papers from outside offline. */
export const templateOfReviews = 'grokking';

/**
 * The template whose offline answers a run uses: one of the project's, because a log must not choose a folder of this
 * machine. Throws CodedError('template.unknown') for a name that is a path.
 */
export const templateNameOf = ({ paper, template }: RunStarted): string => {
  if (paper !== undefined) return templateOfReviews;
  if (!/[/\\]|^\.\.?$/.test(template.name)) return template.name;
  throw new CodedError(
    'template.unknown',
    `the log names the template "${template.name}": give its folder with --template`,
  );
};
