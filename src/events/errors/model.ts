import type { ErrorArea } from './entry.ts';

/** Language models: their endpoints, their configuration and the playbook. */
export const modelErrors = {
  'agent.failed': {
    meaning: 'A coding agent ended with an error, or exceeded a limit of its box.',
    remedy:
      'Read the message; try the command of the agent by hand, and check its key, its `hosts` and its `limits` in the configuration.',
  },
  'agent.unsuited': {
    meaning: 'A coding agent was chosen for a question that is no change of files.',
    remedy: 'Name the agent for `coder.edit` or `coder.plot` only, and a model for everything else.',
  },
  'config.broken': {
    meaning: 'The configuration file does not have the required form.',
    remedy: 'Correct what the message names; keys of vendors belong into environment variables, not into the file.',
  },
  'config.missing': {
    meaning: 'The configuration file that `--config` names cannot be read.',
    remedy: 'Give the path of a file that exists, or leave the option out.',
  },
  'model.aborted': {
    meaning: 'A model call was stopped, because its idea was cancelled or the program ended.',
    remedy: 'No action is needed: an outstanding call is repeated when the run is resumed.',
  },
  'model.context_too_long': {
    meaning: 'A request exceeds the context of the model, even without its optional parts.',
    remedy: 'Use a model with a longer context, or raise the context length of your own server.',
  },
  'model.empty': {
    meaning: 'A model answered without any text, in every attempt.',
    remedy:
      'If all tokens went into hidden reasoning, raise `reasoningTokens` of the endpoint in the configuration; otherwise use another model.',
  },
  'model.interrupted': {
    meaning: 'The stream of an answer broke off before its end, in every attempt.',
    remedy: 'Check the network and the server, then resume the run or start another.',
  },
  'model.malformed': {
    meaning: 'The response of a server does not have the form of its API.',
    remedy: 'Check the address of the endpoint: it often needs another path, such as `/v1`.',
  },
  'model.no_credit': {
    meaning: 'The account at the vendor has no credit or quota left.',
    remedy: 'Add credit at the vendor or use another model, then resume the run.',
  },
  'model.no_key': {
    meaning: 'A model needs a key, but the environment has none.',
    remedy: 'Set the environment variable that the message names.',
  },
  'model.no_playbook': {
    meaning: 'The template has no playbook, the scripted stand-in for a model.',
    remedy: 'Name a model with `--model`.',
  },
  'model.rate_limited': {
    pauses: 'until then',
    meaning: 'The vendor still rejects requests as too many after the longest wait allowed.',
    remedy: 'Make fewer concurrent calls, raise the limits of the account, or resume the run later.',
  },
  'model.refused': {
    meaning: 'The model, or a filter of its vendor, declines to answer; a retry does not help.',
    remedy: 'Read the message; use another model for that role.',
  },
  'model.rejected': {
    meaning: 'The vendor rejects a request as invalid.',
    remedy: 'Read the message; if it names an option that this program sends, report it.',
  },
  'model.timed_out': {
    meaning: 'A model did not answer before the timeout, in every attempt.',
    remedy: 'Raise `timeouts` in the configuration, or use a faster model.',
  },
  'model.unauthorized': {
    meaning: 'The vendor rejects the key.',
    remedy: 'Set a valid key in the environment variable that the message or the endpoint names.',
  },
  'model.unavailable': {
    meaning: 'The server of a model cannot be reached or fails, in every attempt.',
    remedy:
      'Start the server, check its address and the network, or wait until the vendor has fixed it; then resume the run.',
  },
  'model.unknown': {
    meaning: 'There is no endpoint of that name, or it has no such model.',
    remedy: 'Name a model as `<endpoint>:<model>`, with a model that the endpoint has.',
  },
  'playbook.broken': {
    meaning: 'The playbook of a template lacks a file or does not have the required form.',
    remedy: 'Correct the file that the message names, or name a model with `--model`.',
  },
  'playbook.hole': {
    meaning: 'A hole in the text of a playbook names a measurement, metric or number that does not exist.',
    remedy: 'Correct the hole that the message names in the playbook of the template.',
  },
  'playbook.unscripted': {
    meaning: 'The playbook has no text for the requested idea or step.',
    remedy: 'Name a model with `--model`, or add a script to the playbook.',
  },
} as const satisfies ErrorArea;
