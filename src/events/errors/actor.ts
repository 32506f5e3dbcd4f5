import type { ErrorArea } from './entry.ts';

/** Machines that fail, questions without a usable answer, tasks without a usable result. */
export const actorErrors = {
  'actor.failed': {
    meaning:
      'An actor without which the run cannot go on failed; the reason names the actor and the code of its failure.',
    remedy: 'Look up that code in this list.',
  },
  'actor.invalid_event': {
    meaning:
      'A machine published an event that its role does not declare, or data that its own schema refuses; the actor takes no more events.',
    remedy: 'Report this fault of the role, with the event.',
  },
  'actor.threw': {
    meaning: 'A machine threw an error; the actor takes no more events.',
    remedy: 'Report this fault of the role, with the event.',
  },
  'answer.unusable': {
    meaning: 'A model answered as often as it may be asked, but no answer could be read in the form wanted.',
    remedy: 'Read the `answer.rejected` events; use a stronger model, or raise `limits.answers`.',
  },
  'task.abandoned': {
    meaning: 'A person gave up a task that had no result.',
    remedy: 'Nothing needs to be done: the role that asked for the task decides what follows.',
  },
  'task.answered': {
    meaning: 'The task already has its result, or was never asked for.',
    remedy: 'List the tasks without a result with `unresolved <run>`.',
  },
  'task.attempts_exhausted': {
    meaning: 'A task was attempted as often as is allowed, and each time the worker ended before there was a result.',
    remedy:
      'Find out what ended the workers, such as a lack of memory or a kill; resume the run with a new idea, or report it.',
  },
  'actor.invalid_task': {
    meaning:
      'A machine asked for a task of a kind that its role does not name in `performs`; the actor takes no more events.',
    remedy: 'Report this fault of the role.',
  },
  'task.invalid_input': {
    meaning: 'The input of a task does not have the form that its kind prescribes.',
    remedy: 'Report this fault of the role that asked, with the message.',
  },
  'task.invalid_value': {
    meaning: 'A performer returned a value that does not have the form of its kind of task.',
    remedy: 'Report this fault of the performer, with the message.',
  },
  'task.no_outcome': {
    meaning: 'A performer returned neither success nor failure.',
    remedy: 'Report this fault of the performer.',
  },
  'task.no_input': {
    meaning:
      'The input of a task could not be made, because the prompt or the input function of its role threw an error.',
    remedy: 'Report this fault of the role, with the message.',
  },
  'task.result_too_large': {
    meaning: 'The result of a task does not fit into an event.',
    remedy: 'Change the performer so that it stores large parts as blobs; report it for a built-in performer.',
  },
  'task.threw': {
    meaning: 'A performer threw an error instead of returning a failure.',
    remedy: 'Report this fault of the performer, with the stack in the log of the worker.',
  },
  'value.too_deep': {
    meaning: 'A result, an answer, an event or a file of JSON is nested more than 100 deep, which nothing here needs.',
    remedy: 'Correct what wrote it; an event of that kind is damage, or not the work of this program.',
  },
} as const satisfies ErrorArea;
