import type { ErrorArea } from './entry.ts';

/** Runs as files: export, reading and import. */
export const bundleErrors = {
  'bundle.damaged': {
    meaning: 'A bundle differs from what `export` wrote, at the part and byte that the message names.',
    remedy: 'Take another copy of the bundle; `verify <file>` lists every damaged place.',
  },
  'bundle.exists': {
    meaning: 'The file that a run is to be exported into already exists.',
    remedy: 'Give another `--output`, or give `--force` to replace the file.',
  },
  'bundle.foreign': {
    meaning: 'The file does not begin as a bundle does.',
    remedy: 'Give a file that `export` wrote; if it is one, its first bytes are damaged: take another copy.',
  },
  'bundle.moved': {
    meaning: 'A stored file changed while it was exported.',
    remedy: 'Export the run again, and verify it.',
  },
  'bundle.unfit': {
    meaning: 'An event was stored in a form that a bundle cannot hold: by another program, or under another namespace.',
    remedy: 'Keep a copy of the data folder instead, and report it.',
  },
  'bundle.unreadable': {
    meaning: 'The bundle does not exist or cannot be read.',
    remedy: 'Give the path of a file that `export` wrote.',
  },
  'bundle.unwritable': {
    meaning: 'The file that a run is exported into cannot be written.',
    remedy: 'Give another `--output`, and check that the disk has space.',
  },
  'export.damaged': {
    meaning: 'The run differs from what was recorded, so that a bundle of it could not be imported.',
    remedy: 'Run `verify <run>` to see where it is damaged, then restore the data folder from a backup.',
  },
  'import.conflict': {
    meaning: 'A run of that name with other events exists; nothing was written.',
    remedy: 'Import into another data folder (`AI_SCIENTIST_HOME`), or export and delete the run that exists.',
  },
  'import.interfered': {
    meaning: 'Another process wrote to the run while it was imported.',
    remedy: 'End that process, delete the run, and import it again.',
  },
  'import.refused': {
    meaning: 'The bundle is damaged; nothing was written.',
    remedy: 'Take another copy of the bundle; `verify <file>` says where it is damaged.',
  },
} as const satisfies ErrorArea;
