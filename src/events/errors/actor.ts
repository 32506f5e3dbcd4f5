import type { ErrorArea } from './entry.ts';

/** Machines that fail, questions without a usable answer, tasks without a usable result. */
export const actorErrors = {
  'actor.failed': {
    meaning: 'An actor that the run depends on failed; the reason names the actor and its error code.',
    remedy: 'Look up that code in this list.',
  },
  'actor.invalid_event': {
    meaning:
      'A machine published an event that its role does not declare, or data that does not match its schema; the actor accepts no more events.',
    remedy: 'Report this fault of the role, with the event.',
  },
  'actor.threw': {
    meaning: 'A machine threw an error; the actor accepts no more events.',
    remedy: 'Report this fault of the role, with the event.',
  },
  'answer.unusable': {
    meaning: 'A model gave the maximum number of answers, but none had the required form.',
    remedy:
      'Read the `answer.rejected` events; use a stronger model, or raise `limits.answers`. Servers such as llama.cpp, vLLM and Ollama can force a JSON form: set `structuredOutput` to `schema` for the endpoint in the configuration.',
  },
  'task.abandoned': {
    meaning: 'A person abandoned a task that had no result.',
    remedy: 'No action is needed: the role that requested the task decides how to continue.',
  },
  'task.answered': {
    meaning: 'The task already has its result, or was never requested.',
    remedy: 'List the tasks without a result with `unresolved <run>`.',
  },
  'task.attempts_exhausted': {
    meaning: 'A task reached its maximum number of attempts: each time, the worker ended before there was a result.',
    remedy:
      'Find out what ended the workers, such as a lack of memory or a kill; resume the run with a new idea, or report the problem.',
  },
  'actor.invalid_task': {
    meaning:
      'A machine requested a task of a kind that its role does not list in `performs`; the actor accepts no more events.',
    remedy: 'Report this fault of the role.',
  },
  'task.invalid_input': {
    meaning: 'The input of a task does not match the schema of its kind.',
    remedy: 'Report this fault of the requesting role, with the message.',
  },
  'task.invalid_value': {
    meaning: 'A performer returned a value that does not match the schema of its task kind.',
    remedy: 'Report this fault of the performer, with the message.',
  },
  'task.no_outcome': {
    meaning: 'A performer returned neither success nor failure.',
    remedy: 'Report this fault of the performer.',
  },
  'task.no_input': {
    meaning:
      'The input of a task could not be created, because the prompt or the input function of its role threw an error.',
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
    meaning:
      'A result, an answer, an event or a JSON file is nested more than 100 levels deep, which nothing here needs.',
    remedy: 'Correct the program that wrote it; such an event is damaged, or was written by another program.',
  },
} as const satisfies ErrorArea;
