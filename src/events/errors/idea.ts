import type { ErrorArea } from './entry.ts';

/** Reasons why an idea does not become a reviewed paper. */
export const ideaErrors = {
  'baseline.failed': {
    meaning: 'The baseline, run 0 of the template, did not end with results, so no idea can be measured.',
    remedy: 'Correct the template or its limits, as the message says; `template check` tries it without a run.',
  },
  'coder.no_completed_run': {
    meaning: 'None of the experiments of an idea gave a usable result.',
    remedy: 'Read their `experiment.failed` events; use a stronger model, or raise `limits.attemptsPerRun`.',
  },
  'coder.no_figures': {
    meaning: 'No execution of `plot.py` made a figure.',
    remedy: 'Read the `plot.failed` events; use a stronger model, or raise `limits.plotAttempts`.',
  },
  'idea.no_paper': {
    meaning: 'The idea has no finished paper that could be revised, or its paper was written elsewhere.',
    remedy:
      'Wait until the paper is reviewed; comment on the idea meanwhile. Only papers of a run’s own Writer are revised.',
  },
  'idea.over': {
    meaning: 'The idea has ended, so it cannot be cancelled, approved or rejected.',
    remedy: 'No action is needed; `show <run>` says how the idea ended.',
  },
  'idea.stuck': {
    meaning: 'No task was outstanding and no role advanced the idea, so the Director ended it.',
    remedy: 'Look at its last events: a role, perhaps an added one, may have ignored an event. Report it.',
  },
  'idea.unknown': {
    meaning: 'There is no idea of that number or name.',
    remedy:
      'List the ideas with `show <run>`; if a log judges an idea that was never proposed, report this fault of the role.',
  },
  'reviewer.no_review': {
    meaning: 'No referee could produce a review, so the paper has no verdict.',
    remedy:
      'Read the `question.failed` and `answer.rejected` events of the reviews; use another model for the referee.',
  },
  'writer.not_compiled': {
    meaning: 'No version of the paper could be compiled to PDF.',
    remedy:
      'Read the errors of the compiler in the `paper.typeset` events; use a stronger model, or raise `limits.fixRounds`.',
  },
  'writer.section_unwritten': {
    meaning: 'The model gave no usable text for a section of the paper.',
    remedy: 'Read the `question.failed` and `answer.rejected` events; use another model for the Writer.',
  },
} as const satisfies ErrorArea;
