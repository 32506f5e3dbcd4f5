import type { ErrorArea } from './entry.ts';

/** Runs as files: export, reading and import. */
export const bundleErrors = {
  'bundle.damaged': {
    meaning: 'A bundle differs from what `export` wrote, at the part and byte that the message names.',
    remedy: 'Use another copy of the bundle; `verify <file>` lists every damaged part.',
  },
  'bundle.exists': {
    meaning: 'The output file of the export already exists.',
    remedy: 'Give another `--output`, or give `--force` to replace the file.',
  },
  'bundle.foreign': {
    meaning: 'The file does not begin like a bundle.',
    remedy: 'Give a file that `export` wrote; if it is one, its first bytes are damaged: use another copy.',
  },
  'bundle.moved': {
    meaning: 'A stored file changed while it was exported.',
    remedy: 'Export the run again, and verify it.',
  },
  'bundle.unfit': {
    meaning: 'An event was stored in a form that a bundle cannot hold: by another program, or under another namespace.',
    remedy: 'Keep a copy of the data folder instead, and report the problem.',
  },
  'bundle.unreadable': {
    meaning: 'The bundle does not exist or cannot be read.',
    remedy: 'Give the path of a file that `export` wrote.',
  },
  'bundle.unwritable': {
    meaning: 'The output file of the export cannot be written.',
    remedy: 'Give another `--output`, and check that the disk has space.',
  },
  'export.damaged': {
    meaning: 'The run differs from what was recorded, so its bundle could not be imported.',
    remedy: 'Run `verify <run>` to see where it is damaged, then restore the data folder from a backup.',
  },
  'import.conflict': {
    meaning: 'A run of that name exists but has other events; nothing was written.',
    remedy: 'Import into another data folder (`AI_SCIENTIST_HOME`), or export and delete the existing run.',
  },
  'import.interfered': {
    meaning: 'Another process wrote to the run during the import.',
    remedy: 'End that process, delete the run, and import it again.',
  },
  'import.refused': {
    meaning: 'The bundle is damaged; nothing was written.',
    remedy: 'Use another copy of the bundle; `verify <file>` says where it is damaged.',
  },
} as const satisfies ErrorArea;
