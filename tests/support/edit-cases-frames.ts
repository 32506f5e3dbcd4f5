import { block, both, type EditCase, fenced, isSlower, plot, slower, withChange } from './edit-cases.ts';

const relabelled = { 'plot.py': withChange('"baseline"', '"none"', plot) };
const relabel = block('labels = {"run_0": "baseline"}', 'labels = {"run_0": "none"}');

/** Text around blocks. */
export const frameCases: readonly EditCase[] = [
  {
    name: 'two blocks of two files in one fence',
    files: both,
    answer: fenced(`experiment.py\n${slower}\nplot.py\n${relabel}`),
    gives: { ...isSlower, ...relabelled },
  },
  { name: 'a fence labelled diff around a block', answer: fenced(slower, 'diff'), gives: isSlower },
  { name: 'a fence labelled diff and a name', answer: `experiment.py\n${fenced(slower, 'diff')}`, gives: isSlower },
  { name: 'the name in bold with a colon', answer: `**File: \`experiment.py\`**:\n${fenced(slower)}`, gives: isSlower },
  { name: 'the name in angle brackets', answer: `<experiment.py>\n${fenced(slower)}`, gives: isSlower },
  { name: 'the name in square brackets', answer: `[experiment.py]\n${fenced(slower)}`, gives: isSlower },
  { name: 'the name after a marker', answer: `>>> experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'the name in capitals', answer: `EXPERIMENT.PY\n${fenced(slower)}`, gives: isSlower },
  { name: 'an absolute path', answer: `/home/user/project/experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'a path of Windows', answer: `C:\\work\\experiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'a path that leaves the folder', answer: `../experiment.py\n${fenced(slower)}`, complaint: /no file/ },
  { name: 'a path that goes to and fro', answer: `src/../../experiment.py\n${fenced(slower)}`, complaint: /no file/ },
  { name: 'a path of the system', answer: `/etc/passwd\n${fenced(slower)}`, complaint: /experiment\.py|no file/ },
  { name: 'an edit between tags', answer: `<edit file="experiment.py">\n${slower}\n</edit>`, gives: isSlower },
  {
    name: 'tags for search and replace',
    answer:
      '<edit>\n<file>experiment.py</file>\n<search>\n    lr = 0.1\n</search>\n<replace>\n    lr = 0.01\n</replace>\n</edit>',
    gives: isSlower,
  },
  {
    name: 'tags for old and new',
    answer:
      '<edit path="experiment.py">\n<old_string>    lr = 0.1</old_string>\n<new_string>    lr = 0.01</new_string>\n</edit>',
    gives: isSlower,
  },
  {
    name: 'two edits between tags, one file',
    answer:
      '<search>\n    lr = 0.1\n</search>\n<replace>\n    lr = 0.01\n</replace>\n<search>\n    loss = 1.0\n</search>\n<replace>\n    loss = 2.0\n</replace>',
    gives: { 'experiment.py': withChange('loss = 1.0', 'loss = 2.0', isSlower['experiment.py']) },
  },
  {
    name: 'a search tag that is not closed',
    answer: '<search>\n    lr = 0.1\n</search>\n<replace>\n    lr = 0.01',
    complaint: /not closed|cut off/,
  },
  {
    name: 'the block in a string of JSON',
    answer: fenced(JSON.stringify({ file: 'experiment.py', edit: slower }), 'json'),
    gives: isSlower,
  },
  {
    name: 'edits as objects of JSON',
    answer: fenced(
      JSON.stringify([{ file: 'experiment.py', search: '    lr = 0.1', replace: '    lr = 0.01' }]),
      'json',
    ),
    gives: isSlower,
  },
  {
    name: 'the whole answer with escaped line ends',
    answer: `experiment.py\\n${slower.replaceAll('\n', '\\n')}`,
    gives: isSlower,
  },
  { name: 'quoted as in a mail', answer: fenced(slower).replaceAll(/^/gm, '> '), gives: isSlower },
  {
    name: 'the fence has more words',
    answer: fenced(slower, 'python filename=experiment.py showLineNumbers'),
    gives: isSlower,
  },
  {
    name: 'the closing fence directly after the marker',
    answer: `experiment.py\n\`\`\`python\n${slower}\`\`\``,
    gives: isSlower,
  },
  {
    name: 'the opening fence on the line of the marker',
    answer: `experiment.py\n\`\`\`${slower}\n\`\`\``,
    gives: isSlower,
  },
  { name: 'the fence is never closed', answer: `experiment.py\n\`\`\`python\n${slower}`, gives: isSlower },
  { name: 'a byte order mark', answer: `\ufeffexperiment.py\n${fenced(slower)}`, gives: isSlower },
  { name: 'line ends of old Macs', answer: `experiment.py\n${fenced(slower)}`.replaceAll('\n', '\r'), gives: isSlower },
];
