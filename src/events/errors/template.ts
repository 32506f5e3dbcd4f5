import type { ErrorArea } from './entry.ts';

/** Research templates, and the folders in which tasks work. */
export const templateErrors = {
  'template.broken': {
    meaning: 'A file of a template is missing or does not have the required form.',
    remedy: 'Correct the file that the message names.',
  },
  'template.link': {
    meaning: 'A file or folder of a template is a link, which could lead to any file of this machine.',
    remedy: 'Replace the link by a copy of its target.',
  },
  'template.profile': {
    meaning: 'The template has no profile of that name.',
    remedy: 'Give one that the message names.',
  },
  'template.secret': {
    meaning: 'A file of a template contains something that looks like a key; it would be recorded and exported.',
    remedy:
      'Remove it from the file: experiments have no network, and models get their keys from environment variables.',
  },
  'template.too_large': {
    meaning: 'A template has too many files, or code that is too long for a prompt.',
    remedy: 'Remove the files that an experiment does not need, or move parts of the code into modules beside it.',
  },
  'template.unknown': {
    meaning: 'There is no template of that name.',
    remedy: 'Give one that the message names, or a folder with an `experiment.py`.',
  },
  'workspace.collision': {
    meaning: 'A file cannot be written, because a folder, a link or another file has its path.',
    remedy: 'Rename the file; the code of an experiment may have created the other one.',
  },
  'workspace.unreadable': {
    meaning: 'A file that a program should have left in a workspace does not exist, is a link, or is too large.',
    remedy: 'Try again; if the error persists, report it with the paper or the code.',
  },
  'workspace.unsafe_path': {
    meaning: 'A path leads out of its folder.',
    remedy: 'Use plain relative paths; such a path written by a model is rejected.',
  },
} as const satisfies ErrorArea;
