import { block, both, type EditCase, fenced, isSlower, plot, script, slower, withChange } from './edit-cases.ts';

const hunk = '@@ -16,3 +16,3 @@\n     out_dir = argparse.ArgumentParser()\n-    lr = 0.1\n+    lr = 0.01';
const heads = '--- a/experiment.py\n+++ b/experiment.py';

export const diffCases: readonly EditCase[] = [
  { name: 'a unified diff', answer: fenced(`${heads}\n${hunk}`, 'diff'), gives: isSlower },
  {
    name: 'a unified diff of git',
    answer: fenced(`diff --git a/experiment.py b/experiment.py\nindex 12..34 100644\n${heads}\n${hunk}`, 'diff'),
    gives: isSlower,
  },
  { name: 'a diff without heads', answer: fenced(hunk, 'diff'), gives: isSlower },
  {
    name: 'a diff without anything but lines',
    answer: fenced('-    lr = 0.1\n+    lr = 0.01', 'diff'),
    gives: isSlower,
  },
  {
    name: 'wrong line numbers',
    answer: fenced(`${heads}\n${hunk.replace('-16,3 +16,3', '-400,9 +1,2')}`, 'diff'),
    gives: isSlower,
  },
  {
    name: 'no line numbers',
    answer: fenced(`${heads}\n${hunk.replace('-16,3 +16,3', '...')}`, 'diff'),
    gives: isSlower,
  },
  { name: 'a diff without a fence', answer: `Here it is:\n\n${heads}\n${hunk}\n\nDone.`, gives: isSlower },
  { name: 'a diff in a fence without a label', answer: fenced(`${heads}\n${hunk}`, ''), gives: isSlower },
  {
    name: 'no newline at the end',
    answer: fenced(`${heads}\n${hunk}\n\\ No newline at end of file`, 'diff'),
    gives: isSlower,
  },
  {
    name: 'the space before an unchanged line lost',
    answer: fenced(`${heads}\n${hunk.replace('\n     out', '\n    out')}`, 'diff'),
    gives: isSlower,
  },
  {
    name: 'two hunks, an empty line in one',
    answer: fenced(
      `${heads}\n@@ -1,4 +1,4 @@\n-import json\n+import json, math\n\n def train(lr, steps):\n${hunk}`,
      'diff',
    ),
    gives: { 'experiment.py': withChange('import json', 'import json, math', isSlower['experiment.py']) },
  },
  {
    name: 'two files',
    files: both,
    answer: fenced(`${heads}\n${hunk}\n--- a/plot.py\n+++ b/plot.py\n@@ -3 +3 @@\n-print(labels)\n+print("x")`, 'diff'),
    gives: { ...isSlower, 'plot.py': withChange('print(labels)', 'print("x")', plot) },
  },
  {
    name: 'the patch form',
    answer:
      '*** Begin Patch\n*** Update File: experiment.py\n@@ if __name__\n-    lr = 0.1\n+    lr = 0.01\n*** End Patch',
    gives: isSlower,
  },
  {
    name: 'the patch form without a place',
    answer: '*** Begin Patch\n*** Update File: experiment.py\n-    lr = 0.1\n+    lr = 0.01\n*** End Patch',
    gives: isSlower,
  },
  {
    name: 'a diff that makes a file',
    answer: fenced('--- /dev/null\n+++ b/new.py\n@@ -0,0 +1 @@\n+x = 1', 'diff'),
    complaint: /no file/,
  },
  {
    name: 'a diff that deletes the file',
    answer: fenced('--- a/experiment.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-import argparse', 'diff'),
    complaint: /No file may be deleted/,
  },
  {
    name: 'a diff of lines that are not there',
    answer: fenced(`${heads}\n@@ -1 +1 @@\n-    rate = 3\n+    rate = 4`, 'diff'),
    complaint: /nearest lines/,
  },
];

export const wholeCases: readonly EditCase[] = [
  {
    name: 'the whole file, its name above',
    answer: `experiment.py\n${fenced(isSlower['experiment.py'].trimEnd())}`,
    gives: isSlower,
  },
  {
    name: 'the whole file, its name beside the label',
    answer: fenced(isSlower['experiment.py'].trimEnd(), 'python experiment.py'),
    gives: isSlower,
  },
  {
    name: 'the whole file, its name in the first line',
    answer: fenced(`experiment.py\n${isSlower['experiment.py'].trimEnd()}`),
    gives: isSlower,
  },
  {
    name: 'the whole file without a name',
    answer: `The file:\n${fenced(isSlower['experiment.py'].trimEnd())}`,
    gives: isSlower,
  },
  {
    name: 'the whole file between tags',
    answer: `<file name="experiment.py">\n${isSlower['experiment.py']}</file>`,
    gives: isSlower,
  },
  {
    name: 'the whole file without a name, two files',
    files: both,
    answer: fenced(withChange('baseline', 'none', plot).trimEnd()),
    gives: { 'plot.py': withChange('baseline', 'none', plot) },
  },
  {
    name: 'a short file given anew',
    files: { 'a.py': 'x = 1\n' },
    answer: `a.py\n${fenced('y = 2')}`,
    gives: { 'a.py': 'y = 2\n' },
  },
  {
    name: 'a piece of the file under its name',
    answer: `experiment.py\n${fenced('learning_rate = 0.01')}`,
    complaint: /a part of experiment\.py/,
  },
  {
    name: 'a piece of the file without a name',
    answer: fenced('    lr = 0.01'),
    complaint: /a part of experiment\.py/,
  },
  {
    name: 'the whole file with lines left out',
    answer: `experiment.py\n${fenced('import argparse\n# ... rest of the file unchanged ...\n    lr = 0.01')}`,
    complaint: /omits lines/,
  },
  { name: 'a whole new file', answer: `helper.py\n${fenced('x = 1')}`, complaint: /no file helper\.py/ },
  {
    name: 'a whole file, cut off',
    answer: `experiment.py\n\`\`\`python\n${script.slice(0, 200)}`,
    complaint: /cut off/,
  },
  {
    name: 'an edit beside an illustration',
    answer: `It is run so:\n${fenced('python experiment.py --out_dir=run_1', 'bash')}\nexperiment.py\n${fenced(slower)}`,
    gives: isSlower,
  },
  {
    name: 'an edit, then what the file looks like',
    answer: `${fenced(slower)}\nexperiment.py now has:\n${fenced('    lr = 0.01\n    print(train(lr, 10))')}`,
    gives: isSlower,
  },
  {
    name: 'an edit, then the whole file as it is after it',
    answer: `${fenced(slower)}\nexperiment.py\n${fenced(isSlower['experiment.py'].trimEnd())}`,
    gives: isSlower,
  },
  {
    name: 'a new file beside an edit',
    answer: `${fenced(slower)}\nhelper.py\n${fenced(block('', 'x = 1'))}`,
    gives: isSlower,
    skipped: ['helper.py'],
  },
];
