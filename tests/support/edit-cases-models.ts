import { block, both, type EditCase, fenced, isSlower, plot, script, slower, withChange } from './edit-cases.ts';

const whole = isSlower['experiment.py'].trimEnd();
const relabelled = { 'plot.py': withChange('"baseline"', '"none"', plot) };
const crossed = (lines: string, length: number) =>
  lines.replaceAll(/^[<=>]{7}/gm, (marker) => (marker[0] ?? '').repeat(length));
const hunk = '     out_dir = argparse.ArgumentParser()\n-    lr = 0.1\n+    lr = 0.01\n     print(train(lr, 10))';

/** Markers and their wording. */
const markers: readonly EditCase[] = [
  { name: 'markers of five', answer: fenced(crossed(slower, 5)), gives: isSlower },
  { name: 'markers of six', answer: fenced(crossed(slower, 6)), gives: isSlower },
  { name: 'markers of nine', answer: fenced(crossed(slower, 9)), gives: isSlower },
  {
    name: 'markers of unequal length',
    answer: fenced(slower.replace('=======', '=========').replace('>>>>>>>', '>>>>>>>>')),
    gives: isSlower,
  },
  {
    name: 'the markers of a merge',
    answer: fenced(slower.replace(' SEARCH', ' HEAD').replace(' REPLACE', ' new-branch')),
    gives: isSlower,
  },
  { name: 'a colon after SEARCH', answer: slower.replace('SEARCH', 'SEARCH:'), gives: isSlower },
  { name: 'a line number after SEARCH', answer: slower.replace('SEARCH', 'SEARCH (line 18)'), gives: isSlower },
  { name: 'a word beside the dividing line', answer: slower.replace('=======', '======= REPLACE'), gives: isSlower },
  {
    name: 'angles at both ends of the marker lines',
    answer: slower.replace('SEARCH', 'SEARCH <<<<<<<').replace('REPLACE', 'REPLACE >>>>>>>'),
    gives: isSlower,
  },
  {
    name: 'the end marker of a block stands only at the last one',
    answer: `experiment.py\n${fenced(`${slower.replace('\n>>>>>>> REPLACE', '')}\n${block('    loss = 1.0', '    loss = 2.0')}`)}`,
    complaint: /not closed by a >>>>>>> REPLACE line/,
  },
  {
    name: 'the last block ends with the answer, in a fence that was closed',
    answer: `${fenced(slower)}\n${fenced(block('    loss = 1.0', '    loss = 2.0').replace('\n>>>>>>> REPLACE', ''))}`,
    gives: { 'experiment.py': withChange('loss = 1.0', 'loss = 2.0', isSlower['experiment.py']) },
  },
  {
    name: 'a merge conflict within the file',
    files: { 'a.txt': '<<<<<<<< HEAD\nx\n========\ny\n>>>>>>>> other\nz\n' },
    answer: block('========\ny\n>>>>>>>> other\nz', '========\ny\n>>>>>>>> other\nw'),
    gives: { 'a.txt': '<<<<<<<< HEAD\nx\n========\ny\n>>>>>>>> other\nw\n' },
  },
  {
    name: 'a line of equals signs only in the new lines',
    files: { 'a.rst': 'Title\nold\n' },
    answer: block('Title\nold', 'Title\n=======\nold'),
    complaint: /the line ======= among its new lines[\s\S]*longer by one/,
  },
  {
    name: 'a line of equals signs that is printed',
    files: { 'a.py': 'print("=======")\nx = 1\n' },
    answer: block('print("=======")\nx = 1', 'print("=======")\nx = 2'),
    gives: { 'a.py': 'print("=======")\nx = 2\n' },
  },
  {
    name: 'a SEARCH without REPLACE, then another answer',
    answer: '<<<<<<< SEARCH\n    lr = 0.1\n>>>>>>> REPLACE',
    complaint: /no ======= line/,
  },
];

/** How lines are identified. */
const told: readonly EditCase[] = [
  {
    name: 'line numbers before the old and the new lines',
    answer: block('18:     lr = 0.1\n19:     print(train(lr, 10))', '18:     lr = 0.01\n19:     print(train(lr, 10))'),
    gives: isSlower,
  },
  {
    name: 'line numbers with a bar',
    answer: block(
      '18 |     lr = 0.1\n19 |     print(train(lr, 10))',
      '18 |     lr = 0.01\n19 |     print(train(lr, 10))',
    ),
    gives: isSlower,
  },
  {
    name: 'line numbers before the old lines only',
    answer: block('18:     lr = 0.1\n19:     print(train(lr, 10))', '    lr = 0.01\n    print(train(lr, 10))'),
    gives: isSlower,
  },
  { name: 'a zero-width space in a line', answer: block('    lr\u200b = 0.1', '    lr = 0.01'), gives: isSlower },
  { name: 'a zero-width space in a new line', answer: block('    lr = 0.1', '    lr = \u200b0.01'), gives: isSlower },
  {
    name: 'a space that does not break',
    answer: block('\u00a0\u00a0\u00a0\u00a0lr = 0.1', '\u00a0\u00a0\u00a0\u00a0lr = 0.01'),
    gives: isSlower,
  },
  {
    name: 'a tab for the spaces of the file',
    answer: block('\tlr = 0.1', '\tlr = 0.01\n\tif lr:\n\t\tprint(lr)'),
    gives: { 'experiment.py': withChange('    lr = 0.1', '    lr = 0.01\n    if lr:\n        print(lr)') },
  },
  {
    name: 'quotes made typographic in the new lines too',
    answer: block(
      'if __name__ == “__main__”:\n    out_dir = argparse.ArgumentParser()',
      'if __name__ == “__main__”:\n    out_dir = None',
    ),
    gives: { 'experiment.py': withChange('argparse.ArgumentParser()', 'None') },
  },
  {
    name: 'an empty SEARCH is to append',
    answer: `experiment.py\n${fenced(block('', 'print("done")'))}`,
    complaint: /where its new lines belong[\s\S]*19:\s+print\(train\(lr, 10\)\)/,
  },
  {
    name: 'an empty SEARCH in an empty file beside another',
    files: { ...both, 'notes.txt': '' },
    answer: `notes.txt\n${fenced(block('', 'begun'))}`,
    gives: { 'notes.txt': 'begun\n' },
  },
  {
    name: 'a diff that fills an empty file',
    files: { ...both, 'notes.txt': '' },
    answer: fenced('--- /dev/null\n+++ b/notes.txt\n@@ -0,0 +1 @@\n+begun', 'diff'),
    gives: { 'notes.txt': 'begun\n' },
  },
  {
    name: 'a no-op beside a real change',
    answer: `${fenced(block('    loss = 1.0', '    loss = 1.0'))}\n${fenced(slower)}`,
    gives: isSlower,
  },
  {
    name: 'a block and then the same file in full without the change',
    answer: `${fenced(slower)}\n\nexperiment.py\n${fenced(script.trimEnd())}`,
    gives: isSlower,
  },
  {
    name: 'case of letters differs',
    answer: block('    LR = 0.1', '    lr = 0.01'),
    complaint: /nearest lines[\s\S]*18: {5}lr = 0\.1/,
  },
  {
    name: 'a comment that the file does not have',
    answer: block('    lr = 0.1  # learning rate', '    lr = 0.01'),
    complaint: /nearest lines[\s\S]*18: {5}lr = 0\.1/,
  },
  {
    name: 'inner spacing differs',
    answer: block('    lr=0.1', '    lr=0.01'),
    gives: { 'experiment.py': withChange('lr = 0.1', 'lr=0.01') },
  },
];

/** Diffs in the forms that models write. */
const diffs: readonly EditCase[] = [
  {
    name: 'a diff with wrong counts',
    answer: fenced(`--- experiment.py\n+++ experiment.py\n@@ -17,9 +17,2 @@\n${hunk}`, 'diff'),
    gives: isSlower,
  },
  {
    name: 'a diff with heads but without hunks',
    answer: fenced(`--- experiment.py\n+++ experiment.py\n${hunk}`, 'diff'),
    gives: isSlower,
  },
  { name: 'a diff with a name above and no heads', answer: `experiment.py\n${fenced(hunk, 'diff')}`, gives: isSlower },
  {
    name: 'a diff whose hunk ends in a place',
    answer: fenced(`@@ -17,3 +17,3 @@ if __name__ == "__main__":\n${hunk}`, 'diff'),
    gives: isSlower,
  },
  {
    name: 'a diff with paths of git and times',
    answer: fenced(
      `--- a/src/experiment.py\t2024-01-01 00:00:00\n+++ b/src/experiment.py\t2024-01-01 00:00:00\n@@ -17,3 +17,3 @@\n${hunk}`,
      'diff',
    ),
    gives: isSlower,
  },
  {
    name: 'a diff whose blank lines lost their space',
    answer: fenced('@@ -1,4 +1,4 @@\n import argparse\n-import json\n+import math\n\n def train(lr, steps):', 'diff'),
    gives: { 'experiment.py': withChange('import json', 'import math') },
  },
  {
    name: 'a diff that only adds, with context',
    answer: fenced('@@ -1,2 +1,3 @@\n import argparse\n import json\n+import math', 'diff'),
    gives: { 'experiment.py': withChange('import json\n', 'import json\nimport math\n') },
  },
  {
    name: 'a diff that only adds, without context',
    answer: fenced('+import math', 'diff'),
    complaint: /where its new lines belong/,
  },
  {
    name: 'a diff in two fences',
    answer: `${fenced(hunk, 'diff')}\nand\n${fenced('-    loss = 1.0\n+    loss = 2.0', 'diff')}`,
    gives: { 'experiment.py': withChange('loss = 1.0', 'loss = 2.0', isSlower['experiment.py']) },
  },
  {
    name: 'a diff with dots between its parts',
    answer: fenced(
      '@@ @@\n def train(lr, steps):\n-    loss = 1.0\n+    loss = 2.0\n ...\n-    return loss\n+    return -loss',
      'diff',
    ),
    gives: { 'experiment.py': withChange('return loss', 'return -loss', withChange('loss = 1.0', 'loss = 2.0')) },
  },
  {
    name: 'a diff of a line that begins with a minus',
    files: { 'a.md': '- one\n- two\n' },
    answer: fenced('@@ -1,2 +1,2 @@\n - one\n-- two\n+- three', 'diff'),
    gives: { 'a.md': '- one\n- three\n' },
  },
  {
    name: 'the patch form that adds a file',
    answer: '*** Begin Patch\n*** Add File: new.py\n+x = 1\n*** End Patch',
    complaint: /no file new\.py/,
  },
  {
    name: 'the patch form that deletes the file',
    answer: '*** Begin Patch\n*** Delete File: experiment.py\n*** End Patch',
    complaint: /No file may be deleted/,
  },
];

/** Whole files in the forms that models write. */
const wholes: readonly EditCase[] = [
  {
    name: 'the file with its name as a comment in the first line',
    answer: fenced(`# experiment.py\n${whole}`),
    gives: isSlower,
  },
  {
    name: 'the file with its path as a comment in the first line',
    answer: fenced(`# src/experiment.py\n${whole}`),
    gives: isSlower,
  },
  {
    name: 'the file in a fence of py',
    answer: `Here is the complete updated \`experiment.py\`:\n\n${fenced(whole, 'py')}`,
    gives: isSlower,
  },
  { name: 'the file without a fence', answer: whole, gives: isSlower },
  {
    name: 'two files in two fences, in prose',
    files: both,
    answer: `First experiment.py:\n${fenced(whole)}\nThen plot.py:\n${fenced(relabelled['plot.py'].trimEnd())}`,
    gives: { ...isSlower, ...relabelled },
  },
  {
    name: 'two files in one fence, named by comments',
    files: both,
    answer: fenced(`# experiment.py\n${whole}\n\n# plot.py\n${relabelled['plot.py'].trimEnd()}`),
    gives: { ...isSlower, ...relabelled },
  },
  {
    name: 'the file with existing code left out',
    answer: `experiment.py\n${fenced(`import argparse\nimport json\n\n# ... existing code ...\n\nif __name__ == "__main__":\n    lr = 0.01`)}`,
    complaint: /omits lines/,
  },
  {
    name: 'the file with code left out in words',
    answer: `experiment.py\n${fenced(`import argparse\nimport json\n\n# (rest of the code remains the same)\n\nif __name__ == "__main__":\n    lr = 0.01`)}`,
    complaint: /omits lines/,
  },
  {
    name: 'the file with code left out, said otherwise',
    answer: `experiment.py\n${fenced(`import argparse\nimport json\n\n# [Previous code remains unchanged]\n\nif __name__ == "__main__":\n    lr = 0.01`)}`,
    complaint: /omits lines/,
  },
  {
    name: 'a piece first, then the whole file',
    answer: `The change is this:\n${fenced('    lr = 0.01')}\nexperiment.py\n${fenced(whole)}`,
    gives: isSlower,
  },
  {
    name: 'the file with fences in it',
    files: { 'a.py': '"""\n```\nx\n```\n"""\ny = 1\n' },
    answer: `a.py\n${fenced('"""\n```\nx\n```\n"""\ny = 2', 'python', '````')}`,
    gives: { 'a.py': '"""\n```\nx\n```\n"""\ny = 2\n' },
  },
  {
    name: 'the file unchanged',
    answer: `experiment.py\n${fenced(script.trimEnd())}`,
    complaint: /leaves every file as it was/,
  },
  { name: 'an empty fence', answer: `experiment.py\n${fenced('')}`, complaint: /\w/ },
];

export const modelCases: readonly EditCase[] = [...markers, ...told, ...diffs, ...wholes];
