import type { ErrorArea } from './entry.ts';

/** Results and tables from outside, and charts. */
export const outsideErrors = {
  'charts.failed': {
    meaning: 'The charts of a report could not be drawn.',
    remedy: 'Run `doctor`: charts are drawn by the Python with matplotlib that experiments use.',
  },
  'outside.empty': {
    meaning: 'The folder or table to be imported has no results that the program knows.',
    remedy: 'Give a folder of results of the first AI Scientist, one above it, or a table of ratings.',
  },
  'outside.unreadable': {
    meaning: 'The file or folder from outside does not exist, cannot be read, or is a link or too large.',
    remedy: 'Give the path of a plain file or folder that you may read.',
  },
  'table.unusable': {
    meaning: 'A table lacks a column, or has a value that cannot be understood.',
    remedy: 'Correct the row or column that the message names; `--help` lists the columns.',
  },
} as const satisfies ErrorArea;
