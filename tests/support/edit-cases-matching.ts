import { block, type EditCase, isSlower, script, slower, withChange } from './edit-cases.ts';

const loop = '    for step in range(steps):\n        loss = loss * (1 - lr)';
const halved = { 'experiment.py': withChange('(1 - lr)', '(1 - lr / 2)') };
const tabbed = script.replaceAll('    ', '\t');

/** How well the old lines match the file. */
export const matchingCases: readonly EditCase[] = [
  { name: 'trailing space in the answer', answer: block('    lr = 0.1   ', '    lr = 0.01'), gives: isSlower },
  {
    name: 'trailing space in the file',
    files: { 'a.py': 'x = 1  \ny = 2\n' },
    answer: block('x = 1\ny = 2', 'x = 3'),
    gives: { 'a.py': 'x = 3\n' },
  },
  { name: 'indentation lost', answer: block('lr = 0.1', 'lr = 0.01'), gives: isSlower },
  { name: 'indented too far', answer: block('        lr = 0.1', '        lr = 0.01'), gives: isSlower },
  {
    name: 'a block shifted to the left',
    answer: block(
      'for step in range(steps):\n    loss = loss * (1 - lr)',
      'for step in range(steps):\n    loss = loss * (1 - lr / 2)',
    ),
    gives: halved,
  },
  {
    name: 'only the first line lost its indentation',
    answer: block(loop.trimStart(), loop.trimStart().replace('- lr', '- lr / 2')),
    gives: halved,
  },
  {
    name: 'indented by two instead of four',
    answer: block(
      '  for step in range(steps):\n    loss = loss * (1 - lr)',
      '  for step in range(steps):\n    loss = loss * (1 - lr)\n    if loss < 0:\n      break',
    ),
    gives: {
      'experiment.py': withChange(loop, `${loop}\n        if loss < 0:\n            break`),
    },
  },
  {
    name: 'spaces for the tabs of the file',
    files: { 'a.py': tabbed },
    answer: block(loop, `${loop}\n        print(loss)`),
    gives: { 'a.py': withChange('\t\tloss = loss * (1 - lr)', '\t\tloss = loss * (1 - lr)\n\t\tprint(loss)', tabbed) },
  },
  {
    name: 'an empty line left out',
    answer: block('        return 1.0\n    return 0.0', '        return 2.0\n\n    return 0.0'),
    gives: { 'experiment.py': withChange('return 1.0', 'return 2.0') },
  },
  {
    name: 'an empty line too many',
    answer: block('import argparse\n\nimport json', 'import argparse\nimport json\nimport math'),
    gives: { 'experiment.py': withChange('import json', 'import json\nimport math') },
  },
  { name: 'empty lines around', answer: block('\n    lr = 0.1\n', '\n    lr = 0.01\n'), gives: isSlower },
  {
    name: 'quotes made typographic',
    answer: block('if __name__ == “__main__”:', 'if __name__ == "__main__":  # entry'),
    gives: { 'experiment.py': withChange('"__main__":', '"__main__":  # entry') },
  },
  {
    name: 'a file in CRLF stays in CRLF',
    files: { 'experiment.py': script.replaceAll('\n', '\r\n') },
    answer: slower,
    gives: { 'experiment.py': isSlower['experiment.py'].replaceAll('\n', '\r\n') },
  },
  {
    name: 'a file without an end after its last line',
    files: { 'a.py': 'x = 1\ny = 2' },
    answer: block('y = 2', 'y = 3'),
    gives: { 'a.py': 'x = 1\ny = 3' },
  },
  {
    name: 'two places: what stands around them is told',
    files: { 'a.py': 'def f():\n    return 1\n\ndef g():\n    return 1\n' },
    answer: block('    return 1', '    return 2'),
    complaint: /2 places of a\.py[\s\S]*1: def f\(\):[\s\S]*4: def g\(\):[\s\S]*neighbouring line/,
  },
  {
    name: 'two places with one that agrees to the letter',
    files: { 'a.py': 'if a:\n    x = 1\nx = 1\n' },
    answer: block('x = 1', 'x = 2'),
    gives: { 'a.py': 'if a:\n    x = 1\nx = 2\n' },
  },
  {
    name: 'a line that is not there: the nearest are told',
    answer: block('    for step in range(steps):\n        loss = loss * 0.5', '        pass'),
    complaint: /The first line that is not in \S+: loss = loss \* 0\.5[\s\S]*7: {9}loss = loss \* \(1 - lr\)/,
  },
  {
    name: 'no line is the same: the most similar is told',
    answer: block('    out_dir = argparse.ArgumentParser(description="x")', '    pass'),
    complaint: /17: {5}out_dir = argparse\.ArgumentParser\(\)/,
  },
  {
    name: 'all lines are there, in another order',
    answer: block('    return loss\n    loss = 1.0', '    pass'),
    complaint: /do not follow one another/,
  },
  {
    name: 'the new lines are there already',
    answer: `${slower}\n${block('    step = 3', '    loss = 1.0')}`,
    complaint: /1 of 2 changes[\s\S]*already in the file/,
  },
  {
    name: 'one of two fails',
    answer: `${slower}\n${block('nowhere', 'x')}`,
    complaint: /1 of 2 changes could not be applied\. The others are kept/,
  },
  {
    name: 'an empty SEARCH in an empty file',
    files: { 'a.py': '' },
    answer: block('', 'x = 1'),
    gives: { 'a.py': 'x = 1\n' },
  },
  {
    name: 'an empty SEARCH elsewhere names no place',
    answer: block('', 'import math'),
    complaint: /where its new lines belong/,
  },
  {
    name: 'an empty SEARCH with the whole file',
    answer: block('', isSlower['experiment.py'].trimEnd()),
    gives: isSlower,
  },
];

/** Omitted lines. */
export const elisionCases: readonly EditCase[] = [
  {
    name: 'as many dots in the new lines as in the old',
    answer: block(
      'def train(lr, steps):\n    ...\n    return loss',
      'def train(lr, count):\n    ...\n    return loss * 2',
    ),
    gives: {
      'experiment.py': withChange('return loss', 'return loss * 2', withChange('lr, steps', 'lr, count')),
    },
  },
  {
    name: 'dots as a comment',
    answer: block(
      'def train(lr, steps):\n    # ... existing code ...\n    return loss',
      'def train(lr, steps):\n    # ... existing code ...\n    return -loss',
    ),
    gives: { 'experiment.py': withChange('return loss', 'return -loss') },
  },
  {
    name: 'what the dots stand for is replaced too',
    answer: block('def train(lr, steps):\n    ...\n    return loss', 'def train(lr, steps):\n    return 0.5'),
    gives: {
      'experiment.py': withChange(`    loss = 1.0\n${loop}\n    return loss`, '    return 0.5'),
    },
  },
  {
    name: 'dots at both ends',
    answer: block('...\n    lr = 0.1\n...', '...\n    lr = 0.01\n...'),
    gives: isSlower,
  },
  {
    name: 'dots as real code',
    files: { 'a.py': 'def f():\n    ...\n\ndef g():\n    pass\n' },
    answer: block('def f():\n    ...', 'def f():\n    return 1'),
    gives: { 'a.py': 'def f():\n    return 1\n\ndef g():\n    pass\n' },
  },
  {
    name: 'a comment of dots in the new lines only',
    answer: block(`${loop}\n    return loss`, '    # ... rest of the loop ...\n    return -loss'),
    complaint: /a line in its new lines that replaces omitted code/,
  },
  {
    name: 'dots between lines that are not there',
    answer: block('def nothing():\n    ...\n    return loss', 'pass'),
    complaint: /not in experiment\.py/,
  },
];
