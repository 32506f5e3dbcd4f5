import type { ErrorArea } from './entry.ts';

/** Command-line usage, and defects of the program. */
export const commandErrors = {
  'cli.bad_option': {
    meaning: 'A command was given an invalid value.',
    remedy: 'Give a value as the message says; `--help` lists the options.',
  },
  'delete.busy': {
    meaning: 'A process seems to be working on the run that is to be deleted.',
    remedy: 'Stop that process first, or give `--force`.',
  },
  'delete.unconfirmed': {
    meaning: 'The deletion was not confirmed.',
    remedy: 'Type the whole name of the run when asked, or give `--yes`.',
  },
  'id.malformed': {
    meaning: 'A name or an id has characters other than a-z, 0-9 and -, or too many of them.',
    remedy: 'Give another name.',
  },
  'program.fault': {
    meaning: 'An error occurred for which the program has no code.',
    remedy: 'Report this fault of the program, with the stack that is printed.',
  },
} as const satisfies ErrorArea;
