import type { ErrorArea } from './entry.ts';

/** Papers from outside that are to be reviewed. */
export const paperErrors = {
  'paper.active': {
    meaning: 'The PDF to be reviewed has contents that act when it is opened or clicked, or that cannot be inspected.',
    remedy: 'Print it into a new PDF, or give the source of the paper.',
  },
  'paper.unknown': {
    meaning: 'The paper to be reviewed cannot be opened, or it is a link that leads out of its folder.',
    remedy: 'Give the path of a `.pdf` or `.tex` file that you may read.',
  },
  'paper.unreadable': {
    meaning: 'The file to be reviewed is not a PDF or LaTeX paper, or it is damaged, empty or too large.',
    remedy: 'Open the file in a PDF viewer; export it again, or give the source of the paper.',
  },
} as const satisfies ErrorArea;
