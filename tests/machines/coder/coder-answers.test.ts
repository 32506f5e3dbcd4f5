import assert from 'node:assert/strict';
import { test } from 'node:test';
import { code, develop, editOf, ranWell, startedWith } from '../../support/coder-world.ts';
import { dataOf } from '../../support/simulate.ts';

const block = (search: string, replace: string): string =>
  `experiment.py\n\`\`\`python\n<<<<<<< SEARCH\n${search}\n=======\n${replace}\n>>>>>>> REPLACE\n\`\`\`\n`;

test('the good changes of an answer are kept and shown, and only the one that failed is asked for', () => {
  const { events, asked } = develop({
    limits: { runs: 1 },
    answers: {
      'coder.edit': (_, call) =>
        call === 1
          ? block('rate = 0', 'rate = 1') + block('print(speed)', 'print(2 * rate)')
          : block('print(rate)', 'print(2 * rate)'),
    },
  });
  const [rejected] = dataOf(events, 'answer.rejected');
  assert.deepEqual(rejected.kept, [{ file: 'experiment.py', search: 'rate = 0\n', replace: 'rate = 1\n' }]);
  const [first, second] = asked.filter(({ step }) => step === 'coder.edit');
  assert.match(first?.text ?? '', /<file name="experiment.py">\nrate = 0\n/);
  assert.match(second?.text ?? '', /<file name="experiment.py">\nrate = 1\n/);
  assert.match(second?.text ?? '', /was partly unusable[\s\S]*Answer with what is missing\./);
  assert.equal(dataOf(events, 'code.edited')[0].text, 'rate = 1\nprint(2 * rate)\n');
});

test('what was kept of one question is no part of the next', () => {
  const { events, asked } = develop({
    limits: { runs: 2, answers: 1 },
    answers: {
      'coder.edit': (input, call) =>
        call === 1 ? editOf(input, 'experiment.py', 'rate = 1') : block('rate = 1', 'rate = 5') + block('nowhere', 'x'),
    },
  });
  assert.equal(dataOf(events, 'answer.rejected').length, 1);
  assert.equal(dataOf(events, 'coding.finished')[0].code['experiment.py'].text, code.replace('0', '1'));
  assert.match(
    asked.find(({ step }) => step === 'coder.plot')?.text ?? '',
    /<file name="plot.py">\nlabels = \["baseline"\]/,
  );
});

test('a change to a file out of scope is left out and mentioned', () => {
  const { events } = develop({
    limits: { runs: 1 },
    answers: {
      'coder.edit': (input) => `${editOf(input, 'experiment.py', 'rate = 1')}\n\nnotes.txt\n\`\`\`\nA note.\n\`\`\``,
    },
  });
  const [edited] = dataOf(events, 'code.edited');
  assert.deepEqual([edited.text, edited.skipped], ['rate = 1\nprint(rate)\n', ['notes.txt']]);
  assert.deepEqual(dataOf(events, 'answer.rejected'), []);
});

const withModule = (input: any, name: string, text: string): string =>
  `${editOf(input, 'experiment.py', `from ${name.replace('.py', '')} import rate`)}\n\n${name}\n\`\`\`python\n${text}\n\`\`\``;

const template = (newModules?: object) => ({
  ...startedWith().template,
  ...(newModules && { newModules }),
});

test('a module that the code imports and that cannot be made is asked to go into experiment.py', () => {
  const { events } = develop({
    limits: { runs: 1 },
    answers: {
      'coder.edit': (input, call) =>
        call === 1 ? withModule(input, 'rates.py', 'rate = 1') : editOf(input, 'experiment.py', 'rate = 1'),
    },
  });
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /imports rates\.py, which cannot be made/);
  assert.equal(dataOf(events, 'code.edited')[0].modules, undefined);
});

test('where the template allows it, modules beside experiment.py are made, run, shown, changed and handed on', () => {
  const { events, jobs, asked } = develop({
    template: template({ count: 2, sizeBytes: 100 }),
    answers: {
      'coder.edit': (input, call) =>
        call === 1
          ? withModule(input, 'rates.py', 'rate = 1')
          : `rates.py\n\`\`\`\n<<<<<<< SEARCH\nrate = 1\n=======\nrate = 2\n>>>>>>> REPLACE\n\`\`\``,
    },
  });
  assert.deepEqual(dataOf(events, 'answer.rejected'), []);
  assert.deepEqual(
    dataOf(events, 'code.edited').map(({ modules }) => modules),
    [{ 'rates.py': 'rate = 1\n' }, { 'rates.py': 'rate = 2\n' }],
  );
  assert.deepEqual(
    jobs.map(({ workspace }) => workspace['rates.py']),
    [{ text: 'rate = 1\n' }, { text: 'rate = 2\n' }, { text: 'rate = 2\n' }],
  );
  assert.deepEqual(dataOf(events, 'coding.finished')[0].code['rates.py'], { text: 'rate = 2\n' });
  const edits = asked.filter(({ step }) => step === 'coder.edit');
  assert.match(edits[0]?.text ?? '', /You may create modules[\s\S]*at most 2 in all and none larger than 100 bytes/);
  assert.match(edits[1]?.text ?? '', /<file name="rates.py">\nrate = 1\n/);
});

test('a module of an experiment that failed for good is no part of the code', () => {
  const { events } = develop({
    template: template({ count: 2, sizeBytes: 100 }),
    limits: { runs: 2, attemptsPerRun: 1 },
    answers: {
      'coder.edit': (input, call) =>
        call === 1 ? editOf(input, 'experiment.py', 'rate = 1') : withModule(input, 'rates.py', 'rate = 1'),
    },
    experiment: (run) =>
      run === 1 ? ranWell(1) : ({ ok: false, error: { code: 'sandbox.failed', message: 'no' } } as never),
  });
  assert.deepEqual(Object.keys(dataOf(events, 'coding.finished')[0].code), ['experiment.py', 'plot.py']);
});

test('modules have limits, and take the place of nothing', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['rates.py', `rate = "${'x'.repeat(200)}"`, /rates\.py is too large: a module has at most 100 bytes/],
    ['plot.py', 'rate = 1', /imports plot\.py, which cannot be made/],
    ['json.py', 'rate = 1', /imports json\.py, which cannot be made/],
    ['../rates.py', 'rate = 1', /rates/],
  ];
  for (const [name, text, complaint] of cases) {
    const started = template({ count: 1, sizeBytes: 100 });
    const { events } = develop({
      template: {
        ...started,
        workspace: { ...started.workspace, 'experiment.py': { text: `${code}import os, json as j\n` } },
      },
      limits: { runs: 1 },
      answers: {
        'coder.edit': (input, call) =>
          call === 1
            ? withModule(input, name, text).replace('from ../rates', 'from rates')
            : editOf(input, 'experiment.py', 'rate = 1'),
      },
    });
    assert.match(dataOf(events, 'answer.rejected')[0]?.complaint ?? '', complaint, name);
  }
});

test('no more modules are made than the template allows', () => {
  const { events } = develop({
    template: template({ count: 1, sizeBytes: 100 }),
    limits: { runs: 1 },
    answers: {
      'coder.edit': (input, call) =>
        call === 1
          ? `${withModule(input, 'rates.py', 'rate = 1')}\n\nmore.py\n\`\`\`python\nx = 1\n\`\`\``
          : withModule(input, 'rates.py', 'rate = 1'),
    },
  });
  assert.match(
    dataOf(events, 'answer.rejected')[0].complaint,
    /2 modules beside experiment\.py; at most 1 may be made/,
  );
  assert.deepEqual(dataOf(events, 'code.edited')[0].modules, { 'rates.py': 'rate = 1\n' });
});
