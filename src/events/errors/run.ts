import type { ErrorArea } from './entry.ts';

/** Runs, their budgets, events and forks. */
export const runErrors = {
  'budget.dollars': {
    meaning: 'The dollar budget of the run is exhausted; tasks in progress are completed, and no others start.',
    remedy: 'Resume the run with a larger budget, or cancel it.',
  },
  'budget.hours': {
    meaning: 'The time budget of the run is exhausted; tasks in progress are completed, and no others start.',
    remedy: 'Resume the run with a larger budget, or cancel it.',
  },
  'budget.tokens': {
    meaning: 'The token budget of the run is exhausted; tasks in progress are completed, and no others start.',
    remedy: 'Resume the run with a larger budget, or cancel it.',
  },
  'budget.unpriced': {
    meaning: 'A dollar budget is set but cannot be enforced, because the price of a model is unknown.',
    remedy: 'Give the price in the configuration ([models.md](models.md)), or set a budget in tokens.',
  },
  'event.invalid': {
    meaning: 'The data of an event does not match its schema; nothing was recorded.',
    remedy: 'Correct what the message names; if the program made the data, report it.',
  },
  'event.unknown': {
    meaning: 'The run has no event of that number or id.',
    remedy: 'List the events with `show <run> --events`.',
  },
  'event.version': {
    meaning: 'The log has an event of a version that is newer than this code, or that this code cannot upgrade.',
    remedy: 'Use the version of the program, or of the added role, that wrote the event, or a later one.',
  },
  'fork.diverged': {
    meaning: 'This code, or a requested change, produces other events than the history that the fork is to share.',
    remedy: 'Fork the run before the event that the message names, or use the version that recorded it.',
  },
  'fork.incomplete': {
    meaning: 'A fork was interrupted while its history was copied, so no worker takes its tasks.',
    remedy: 'Repeat the fork with the same name and changes to complete it.',
  },
  'fork.not_editable': {
    meaning: 'The event cannot be edited like this: only the shell creates it, or the new data does not have its form.',
    remedy:
      'Edit the result of a task, an output of a role or a request of a person; `show <run> --event <n>` prints the form.',
  },
  'repair.busy': {
    meaning: 'A process is working on the run that is to be repaired.',
    remedy: 'Stop that process first.',
  },
  'repair.no_chain': {
    meaning: 'A run cannot be cut at the last value of the hash chain, because no readable event recorded one.',
    remedy: 'Name the last event to keep by `repair <run> --cut <event>`, or restore the run from a bundle.',
  },
  'repair.other_run': {
    meaning: 'The bundle is of another run than the one to be restored; nothing was changed.',
    remedy: 'Give a bundle of that run; `verify <file>` shows what a bundle contains.',
  },
  'repair.shorter': {
    meaning: 'The bundle ends before the last event of the run that can still be read; nothing was changed.',
    remedy: 'Cut the run where the message says, or delete the run and import the bundle.',
  },
  'repair.unreadable': {
    meaning: 'A run cannot be cut after that event, because some events before it cannot be read.',
    remedy: 'Name an event in the range that the message gives.',
  },
  'run.ambiguous': {
    meaning: 'Several run names begin with the given text.',
    remedy: 'Give more of the name.',
  },
  'run.diverged': {
    meaning: 'The current roles produce other events than the log has, so the run can be read but not resumed.',
    remedy:
      'Fork the run before the first difference, which `replay --check` shows, or use the version of the program and of its added roles that started the run.',
  },
  'run.exists': {
    meaning: 'A run of that name already exists.',
    remedy: 'Give another name, or resume that run.',
  },
  'run.over': {
    meaning: 'The run has ended, so it cannot be paused, resumed or cancelled.',
    remedy: 'Start another run, which receives the archive of this one, or have one of its papers revised.',
  },
  'run.proposals_failed': {
    meaning:
      'Several proposals in a row failed for the same reason, so that the Director asked for no further idea and ended the run.',
    remedy:
      'Correct the reason that the message gives, such as by another model for the Scientist; then begin another run, which takes over the ideas of this one.',
  },
  'run.stuck': {
    meaning: 'No task was outstanding and no role advanced the run, so the Director ended it.',
    remedy: 'Look at the last events of the run, and report the problem.',
  },
  'run.unknown': {
    meaning: 'There is no run of that name, or it was deleted.',
    remedy: 'List the runs with `runs`.',
  },
} as const satisfies ErrorArea;
