import { block, type EditCase, fenced, isSlower, slower, withChange } from './edit-cases.ts';

const opened = '<<<<<<< SEARCH\n    lr = 0.1\n=======\n    lr = 0.01';
const isHigher = { 'experiment.py': withChange('loss = 1.0', 'loss = 2.0', isSlower['experiment.py']) };
const higher = block('    loss = 1.0', '    loss = 2.0');

/** Blocks whose markers are wrong: none of them ever gets into a file. */
export const markerCases: readonly EditCase[] = [
  { name: 'closed by a dividing line, in a fence', answer: fenced(`${opened}\n=======`), gives: isSlower },
  { name: 'closed by a dividing line, without a fence', answer: `${opened}\n=======\n\nThat is all.`, gives: isSlower },
  { name: 'closed by a dividing line and blank lines', answer: fenced(`${opened}\n=======\n\n`), gives: isSlower },
  { name: 'a dividing line before the end', answer: `${opened}\n=======\n>>>>>>> REPLACE`, gives: isSlower },
  {
    name: 'a dividing line of another length before the end',
    answer: `${opened}\n=========\n>>>>>>> REPLACE`,
    gives: { 'experiment.py': withChange('lr = 0.1', 'lr = 0.01\n=========') },
  },
  { name: 'closed by a word after a dividing line', answer: `${opened}\n======= REPLACE`, gives: isSlower },
  { name: 'closed by a marker that opens', answer: fenced(`${opened}\n<<<<<<< REPLACE`), gives: isSlower },
  {
    name: 'two blocks, both closed by dividing lines',
    answer: fenced(`${opened}\n=======\n\n${higher.replace('>>>>>>> REPLACE', '=======')}`),
    gives: isHigher,
  },
  {
    name: 'a second dividing line with lines behind it',
    answer: `${opened}\n=======\n    lr = 0.02\n>>>>>>> REPLACE`,
    complaint: /the line ======= among its new lines/,
  },
  {
    name: 'closed by a dividing line, then prose in the fence',
    answer: fenced(`${opened}\n=======\nThat is all.`),
    complaint: /the line ======= among its new lines/,
  },
  {
    name: 'a closing line of another length within the new lines',
    answer: `${opened}\n>>>>>> REPLACE\n    more\n>>>>>>> REPLACE`,
    complaint: /the line >>>>>> REPLACE among its new lines/,
  },
  {
    name: 'a whole file with markers left in it',
    answer: `experiment.py\n${fenced(`import argparse\nimport json\n${'>>>>>>> REPLACE'}\nlr = 0.01\nprint(lr)`)}`,
    complaint: /the line >>>>>>> REPLACE|REPLACE/,
  },
  {
    name: 'a file that has such lines keeps them',
    files: { 'a.md': 'Merge:\n<<<<<<< HEAD\nold\n=======\nnew\n>>>>>>> branch\nend\n' },
    answer: block('end', 'END'),
    gives: { 'a.md': 'Merge:\n<<<<<<< HEAD\nold\n=======\nnew\n>>>>>>> branch\nEND\n' },
  },
  {
    name: 'longer markers around a line of equals signs',
    files: { 'a.rst': 'Title\nold\n' },
    answer: '<<<<<<<< SEARCH\nTitle\n========\nTitle\n=======\n>>>>>>>> REPLACE',
    gives: { 'a.rst': 'Title\n=======\nold\n' },
  },
  {
    name: 'a block for a file out of scope beside one that fits',
    answer: `experiment.py\n${fenced(slower)}\n\nnotes.txt\n${fenced(block('old note', 'new note'))}`,
    gives: isSlower,
    skipped: ['notes.txt'],
  },
  {
    name: 'a block for a file out of scope before two that fit',
    answer: `notes.txt\n${fenced(block('', 'a note'))}\nexperiment.py\n${fenced(slower)}\n${fenced(higher)}\n`,
    gives: isHigher,
    skipped: ['notes.txt'],
  },
];
