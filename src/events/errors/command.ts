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
  'gc.busy': {
    meaning: 'A process works on a run, or stores files for one: it may need what no run names yet.',
    remedy: 'Start `gc` again when no process works on a run.',
  },
  'gc.running': {
    meaning: 'Another process is deleting the files that no run needs.',
    remedy: 'Start the command again when `gc` has ended.',
  },
  'gc.unreadable': {
    meaning: 'A run cannot be read, so that nobody knows which files it needs; nothing was deleted.',
    remedy: 'Run `repair <run>`, or delete the run; then start `gc` again.',
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
