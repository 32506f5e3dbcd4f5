import type { ErrorArea } from './entry.ts';

/** The machine: installed programs and the data folder. */
export const setupErrors = {
  'home.disk_full': {
    pauses: 'until mended',
    meaning: 'The disk has no space left for the data folder.',
    remedy: 'Free some space, then try again: a run continues where it stopped.',
  },
  'home.not_writable': {
    pauses: 'until mended',
    meaning: 'The data folder cannot be written.',
    remedy: 'Make the folder writable, or set `AI_SCIENTIST_HOME` to another one.',
  },
  'results.not_writable': {
    meaning: 'The folder for results cannot be written. It is tested before a run begins to spend.',
    remedy: 'Make the folder writable, or name another one with `--results` or `AI_SCIENTIST_RESULTS`.',
  },
  'setup.apt_failed': {
    meaning: 'The command apt-get could not install a package.',
    remedy: 'Run the command that the message names to see the reason.',
  },
  'setup.brew_failed': {
    meaning: 'The command brew could not install a package.',
    remedy: 'Run the command that the message names to see the reason.',
  },
  'setup.fetch_failed': {
    meaning: 'A program could not be downloaded.',
    remedy: 'Install the program on `PATH` yourself.',
  },
  'setup.missing': {
    meaning: 'A program that a run needs is not installed.',
    remedy: 'Do what the message says, or run `npm run setup`.',
  },
  'setup.needs_root': {
    meaning: 'Only root may install packages.',
    remedy: 'Run the command that the message names, then run `npm run setup` again.',
  },
  'setup.no_package_manager': {
    meaning: 'This machine has neither apt-get nor brew.',
    remedy: 'Install the programs that the message names yourself.',
  },
} as const satisfies ErrorArea;
