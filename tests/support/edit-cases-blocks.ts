import { block, both, type EditCase, fenced, isSlower, plot, slower, withChange } from './edit-cases.ts';

const relabelled = { 'plot.py': withChange('"baseline"', '"none"', plot) };
const relabel = block('labels = {"run_0": "baseline"}', 'labels = {"run_0": "none"}');

/** Where the file's name appears. */
const names: readonly EditCase[] = [
  { name: 'name above the fence', answer: `experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'name in backticks and bold', answer: `**\`experiment.py\`**\n\n${fenced(slower)}`, gives: isSlower },
  { name: 'name as a heading', answer: `### 1. experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'name with a label', answer: `File: experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'name inside the fence', answer: fenced(`experiment.py\n${slower}`), gives: isSlower },
  { name: 'name in a comment inside the fence', answer: fenced(`# experiment.py\n${slower}`), gives: isSlower },
  { name: 'name beside the label', answer: fenced(slower, 'python experiment.py'), gives: isSlower },
  { name: 'name after a colon', answer: fenced(slower, 'python:experiment.py'), gives: isSlower },
  { name: 'name as a title', answer: fenced(slower, 'python title="experiment.py"'), gives: isSlower },
  { name: 'name after SEARCH', answer: slower.replace('SEARCH', 'SEARCH experiment.py'), gives: isSlower },
  { name: 'name with ./', answer: `./experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'name with a folder', answer: `/workspace/src/experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'no name, one file', answer: fenced(slower), gives: isSlower },
  { name: 'no name, two files: where the lines stand', files: both, answer: fenced(relabel), gives: relabelled },
  {
    name: 'name only mentioned in a sentence',
    files: both,
    answer: `I now change plot.py so that it says none.\n${fenced(relabel)}`,
    gives: relabelled,
  },
  {
    name: 'the second block goes by the first',
    answer: `experiment.py\n${fenced(`${slower}\n\n${block('    loss = 1.0', '    loss = 2.0')}`)}`,
    gives: { 'experiment.py': withChange('loss = 1.0', 'loss = 2.0', isSlower['experiment.py']) },
  },
  {
    name: 'two files in one answer',
    files: both,
    answer: `experiment.py\n${fenced(slower)}\nand\nplot.py\n${fenced(relabel)}`,
    gives: { ...isSlower, ...relabelled },
  },
  {
    name: 'the name goes by the wrong file for the second block',
    files: both,
    answer: `experiment.py\n${fenced(slower)}\n${fenced(relabel)}`,
    gives: { ...isSlower, ...relabelled },
  },
  {
    name: 'no name, and both files have the line',
    files: { 'a.py': 'x = 1\n', 'b.py': 'x = 1\n' },
    answer: fenced(block('x = 1', 'x = 2')),
    complaint: /does not say which file.*a\.py, b\.py/,
  },
  { name: 'a new file', answer: `utils.py\n${fenced(slower)}`, complaint: /no file utils\.py.*experiment\.py/ },
  { name: 'a file outside', answer: `../../etc/experiment.py\n${fenced(slower)}`, complaint: /no file/ },
  {
    name: 'a new file by an empty SEARCH',
    answer: `new.py\n${fenced(block('', 'x = 1'))}`,
    complaint: /no file new\.py/,
  },
];

/** Spellings of fences and markers. */
const forms: readonly EditCase[] = [
  { name: 'no fence', answer: `experiment.py\n${slower}`, gives: isSlower },
  { name: 'a long fence', answer: `experiment.py\n${fenced(slower, 'python', '`````')}`, gives: isSlower },
  { name: 'a fence of tildes', answer: `experiment.py\n${fenced(slower, '', '~~~')}`, gives: isSlower },
  { name: 'a fence inside the fence', answer: fenced(fenced(slower), '', '````'), gives: isSlower },
  { name: 'an answer in CRLF', answer: `experiment.py\n${fenced(slower)}`.replaceAll('\n', '\r\n'), gives: isSlower },
  {
    name: 'lower-case words',
    answer: slower.replace('SEARCH', 'search').replace('REPLACE', 'replace'),
    gives: isSlower,
  },
  { name: 'other words', answer: slower.replace('SEARCH', 'ORIGINAL').replace('REPLACE', 'UPDATED'), gives: isSlower },
  {
    name: 'no space before the word',
    answer: slower.replace('< SEARCH', '<SEARCH').replace('> REPL', '>REPL'),
    gives: isSlower,
  },
  { name: 'shorter markers', answer: slower.replace('<<<<<<<', '<<<<<').replace('=======', '====='), gives: isSlower },
  {
    name: 'markers of dashes and plusses',
    answer: '------- SEARCH\n    lr = 0.1\n=======\n    lr = 0.01\n+++++++ REPLACE',
    gives: isSlower,
  },
  {
    name: 'an indented block in a list',
    answer: `- lower the rate:\n${fenced(slower).replaceAll(/^/gm, '  ')}`,
    gives: isSlower,
  },
  {
    name: 'old and new lines fenced one by one',
    answer: block(fenced('    lr = 0.1'), fenced('    lr = 0.01')),
    gives: isSlower,
  },
  { name: 'closed by the fence alone', answer: fenced(slower.replace('\n>>>>>>> REPLACE', '')), gives: isSlower },
  { name: 'cut off', answer: '```python\n<<<<<<< SEARCH\n    lr = 0.1\n=======\n    lr = 0', complaint: /cut off/ },
  { name: 'no dividing line', answer: slower.replace('=======\n', ''), complaint: /no ======= line/ },
  {
    name: 'prose around and between',
    answer: `First I think.\n\nexperiment.py\n${fenced(slower)}\n\nThat is all.`,
    gives: isSlower,
  },
  {
    name: 'a heading of equals signs in the text',
    files: { 'notes.rst': 'Title\n=======\nold\n' },
    answer: block('Title\n=======\nold', 'Title\n=======\nnew'),
    gives: { 'notes.rst': 'Title\n=======\nnew\n' },
  },
  {
    name: 'a fence within the file',
    files: { 'a.py': '"""\n```\nx\n```\n"""\n' },
    answer: `a.py\n${fenced(block('```\nx\n```', '```\ny\n```'), '', '````')}`,
    gives: { 'a.py': '"""\n```\ny\n```\n"""\n' },
  },
  { name: 'the same block twice', answer: `${fenced(slower)}\n${fenced(slower)}`, gives: isSlower },
  {
    name: 'an insertion said twice is done once',
    answer: `${block('import json', 'import json\nimport math')}\n${block('import json', 'import json\nimport math')}`,
    gives: { 'experiment.py': withChange('import json', 'import json\nimport math') },
  },
  { name: 'nothing changes', answer: block('    lr = 0.1', '    lr = 0.1'), complaint: /leaves every file as it was/ },
  { name: 'no block at all', answer: 'I would lower the learning rate.', complaint: /contains no change[\s\S]*SEARCH/ },
  { name: 'nothing', answer: '', complaint: /contains no change/ },
  {
    name: 'a deletion',
    answer: block('    loss = 1.0', '').replace('=======\n\n', '=======\n'),
    gives: { 'experiment.py': withChange('    loss = 1.0\n', '') },
  },
];

export const blockCases: readonly EditCase[] = [...names, ...forms];
