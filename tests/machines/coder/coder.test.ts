import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../../src/events/envelope.ts';
import { failure, success } from '../../../src/events/outcome.ts';
import { baseline, code, crashed, dataIn, develop, editOf, ranWell, report } from '../../support/coder-world.ts';
import { dataOf } from '../../support/simulate.ts';

const typesOf = (events: readonly Event[]): string[] =>
  events.map(({ type }) => type).filter((type) => !type.startsWith('task.'));
const only = (events: readonly Event[], type: string): any => {
  const all = dataOf(events, type);
  assert.equal(all.length, 1, `${all.length} ${type}`);
  return all[0];
};

test('an idea becomes code, runs, notes and figures', () => {
  const { events, fold } = develop();
  assert.deepEqual(typesOf(events).slice(2), [
    'plan.made',
    ...['code.edited', 'experiment.requested', 'experiment.completed', 'note.written'],
    ...['code.edited', 'experiment.requested', 'experiment.completed', 'note.written'],
    'runs.ended',
    ...['plot.edited', 'plot.requested', 'plot.completed', 'figures.described'],
    'coding.finished',
  ]);
  const coding = only(events, 'coding.finished');
  assert.deepEqual(
    coding.runs.map(({ run, description }: any) => [run, description]),
    [
      [0, 'baseline: the code of the template, unchanged'],
      [1, 'rate 1'],
      [2, 'rate 2'],
    ],
  );
  assert.deepEqual(coding.runs[2].results, { toy: { means: { loss: 1 / 3 }, stderrs: { loss: 0.01 } } });
  assert.deepEqual(coding.code, {
    'experiment.py': { text: code.replace('rate = 0', 'rate = 2') },
    'plot.py': { text: 'labels = ["baseline", 1]\nprint(labels)\n' },
  });
  assert.deepEqual(
    coding.figures.map(({ file, blob, description }: any) => [file, blob, description]),
    [
      ['loss.png', 'png-1', 'The loss falls.'],
      ['rate.png', 'png-2', 'The rates.'],
    ],
  );
  assert.match(
    coding.notes,
    /^# A Rate[\s\S]*## Run 1: rate 1\nThe loss of run 1 is lower\.[\s\S]*- loss\.png: The loss falls\./,
  );
  assert.deepEqual(coding.environment, { cpu: 'Other CPU; Toy CPU', python: '3.12' });
  assert.equal(fold.outstanding.size, 0);
});

test('the Coder is told what of a result could not be kept', () => {
  const means = { loss: 0.5, steps: null };
  const { asked } = develop({
    experiment: (run) =>
      success(report({ outputs: { [`run_${run}/final_info.json`]: { text: JSON.stringify({ toy: { means } }) } } })),
  });
  const note = asked.find(({ step }) => step === 'coder.note');
  const [baselineRun, first] = dataIn(note?.input, 'runs');
  assert.equal('notKept' in baselineRun, false);
  const path = 'run_1/final_info.json: toy.means.steps';
  assert.deepEqual(first.notKept, { count: 1, first: [{ path, reason: 'null, which is not a number' }] });
});

test('the workspace of a run holds the edited code, and that of the plots the folders of all completed runs', () => {
  const { jobs } = develop();
  const [first, second, plot] = jobs;
  assert.deepEqual(first.command, ['python', 'experiment.py', '--out_dir=run_1']);
  assert.equal(first.workspace['experiment.py'].text, 'rate = 1\nprint(rate)\n');
  assert.deepEqual(Object.keys(second.workspace), ['experiment.py', 'plot.py', 'data.txt']);
  assert.deepEqual(plot.command, ['python', 'plot.py']);
  assert.deepEqual(Object.keys(plot.workspace).sort(), [
    'data.txt',
    'experiment.py',
    'plot.py',
    'run_0/final_info.json',
    'run_1/final_info.json',
    'run_2/final_info.json',
  ]);
});

test('the model sees means and standard errors, the limits, and the rules', () => {
  const { asked } = develop();
  const edit = asked.filter(({ step }) => step === 'coder.edit')[1];
  assert.deepEqual(dataIn(edit?.input, 'results'), {
    run_0: baseline.results,
    run_1: { toy: { means: { loss: 0.5 }, stderrs: { loss: 0.01 } } },
  });
  for (const rule of [
    /120 minutes/,
    /no code can change them/,
    /No package can be installed/,
    /no network/,
    /final_info\.json/,
    /python experiment\.py --out_dir=run_i/,
    /ALL RUNS COMPLETED/,
  ])
    assert.match(edit?.text ?? '', rule);
  assert.doesNotMatch(asked.find(({ step }) => step === 'coder.edit')?.text ?? '', /ALL RUNS COMPLETED/);
  const images = asked.find(({ step }) => step === 'coder.describe')?.input.messages[0].content.slice(0, 2);
  assert.deepEqual(images, [
    { type: 'image', blob: 'png-1', mediaType: 'image/png' },
    { type: 'image', blob: 'png-2', mediaType: 'image/png' },
  ]);
});

test('a failed run is asked about again, with the reason and the end of what it printed', () => {
  const { events, asked } = develop({
    experiment: (run, count) => (run === 1 && count === 1 ? crashed : ranWell(run)),
  });
  const second = asked.filter(({ step }) => step === 'coder.edit')[1];
  assert.deepEqual(dataIn(second?.input, 'failure'), {
    attempt: 1,
    reason: 'crashed: exit code 1',
    tail: 'ValueError: bad rate',
  });
  assert.match(second?.text ?? '', /<file name="experiment\.py">\nrate = 1\n/);
  assert.deepEqual(
    dataOf(events, 'experiment.requested').map(({ run, attempt }) => [run, attempt]),
    [
      [1, 1],
      [1, 2],
      [2, 1],
    ],
  );
  const third = asked.filter(({ step }) => step === 'coder.edit')[2];
  assert.equal(dataIn(third?.input, 'failure'), undefined);
  assert.deepEqual(
    only(events, 'coding.finished').runs.map(({ run }: any) => run),
    [0, 1, 2],
  );
});

test('a run that is given up ends the runs, and the good ones before it stand', () => {
  const { events } = develop({ experiment: (run) => (run === 2 ? crashed : ranWell(run)) });
  assert.equal(dataOf(events, 'experiment.failed').length, 3);
  const ended = only(events, 'runs.ended');
  assert.deepEqual(ended.completed, [1]);
  assert.match(ended.reason, /attempts at run 2 are exhausted \(crashed/);
  const coding = only(events, 'coding.finished');
  assert.deepEqual(
    coding.runs.map(({ run }: any) => run),
    [0, 1],
  );
  assert.equal(coding.code['experiment.py'].text, 'rate = 1\nprint(rate)\n');
  assert.match(coding.notes, /No further experiment was executed: the attempts at run 2/);
});

test('when no run completes the idea is given up, after the same number of attempts', () => {
  const { events } = develop({ experiment: () => crashed });
  assert.equal(dataOf(events, 'experiment.requested').length, 3);
  assert.deepEqual(only(events, 'runs.ended').completed, []);
  const failed = only(events, 'idea.failed');
  assert.equal(failed.code, 'coder.no_completed_run');
  assert.match(failed.message, /3 attempts.*crashed: exit code 1/);
  assert.equal(dataOf(events, 'coding.finished').length, 0);
});

test('code that was not run at all is run again as it is, and the attempt counts', () => {
  const broken = failure('sandbox.unavailable', 'no sandbox');
  const { events } = develop({ experiment: (run, count) => (count === 1 ? broken : ranWell(run)) });
  assert.equal(dataOf(events, 'code.edited').length, 2);
  assert.deepEqual(
    dataOf(events, 'experiment.requested').map(({ run, attempt }) => [run, attempt]),
    [
      [1, 1],
      [1, 2],
      [2, 1],
      [2, 2],
    ],
  );
  assert.equal(only(develop({ experiment: () => broken }).events, 'idea.failed').code, 'coder.no_completed_run');
});

test('the end of the runs is accepted only after one has completed', () => {
  const atOnce = develop({ answers: { 'coder.edit': () => 'ALL RUNS COMPLETED' } });
  assert.equal(dataOf(atOnce.events, 'answer.rejected').length, 2);
  assert.match(dataOf(atOnce.events, 'answer.rejected')[0].complaint, /No experiment of this idea has completed/);
  assert.equal(only(atOnce.events, 'idea.failed').code, 'answer.unusable');
  const later = develop({
    answers: {
      'coder.edit': (input, count) =>
        count === 1 ? editOf(input, 'experiment.py', 'rate = 1') : '**ALL RUNS COMPLETED**',
    },
  });
  assert.deepEqual(only(later.events, 'runs.ended').completed, [1]);
  assert.deepEqual(
    only(later.events, 'coding.finished').runs.map(({ run }: any) => run),
    [0, 1],
  );
});

test('an edit beside the words that end the runs is an edit', () => {
  const answer = (input: any) =>
    `${editOf(input, 'experiment.py', `rate = ${dataIn(input, 'run')}`)}\n\nALL RUNS COMPLETED`;
  const { events } = develop({ answers: { 'coder.edit': answer } });
  assert.equal(dataOf(events, 'code.edited').length, 2);
  const unfit = '<<<<<<< SEARCH\nno such line\n=======\nx\n>>>>>>> REPLACE\nALL RUNS COMPLETED';
  const refused = develop({ answers: { 'coder.edit': (input, count) => (count === 2 ? unfit : answer(input)) } });
  assert.match(only(refused.events, 'answer.rejected').complaint, /not in experiment\.py/);
  assert.deepEqual(only(refused.events, 'runs.ended').completed, [1, 2]);
});

test('an edit that cannot be applied, or changes nothing, is asked for again with what is wrong', () => {
  const wrong = '<<<<<<< SEARCH\nprint(speed)\n=======\nx\n>>>>>>> REPLACE';
  const same = (input: any) => editOf(input, 'experiment.py', 'rate = 0');
  for (const [first, pattern] of [
    [() => wrong, /nearest lines/],
    [same, /leaves every file as it was/],
  ] as const) {
    const { events, asked } = develop({
      answers: {
        'coder.edit': (input, count) =>
          count === 1 ? first(input) : editOf(input, 'experiment.py', `rate = ${count}`),
      },
    });
    assert.match(only(events, 'answer.rejected').complaint, pattern);
    assert.match(dataIn(asked[2]?.input, 'complaint'), pattern);
    only(events, 'coding.finished');
  }
});

test('a run is described by what it really changes', () => {
  const { events, asked } = develop({
    answers: {
      'coder.edit': (input, count) =>
        `${count === 1 ? '' : 'RUN: half the rate, since the full one diverged\n'}${editOf(input, 'experiment.py', `rate = ${count}`)}`,
    },
    experiment: (run, count) => (run === 2 && count === 1 ? crashed : ranWell(run)),
  });
  assert.deepEqual(
    dataOf(events, 'code.edited').map(({ description }) => description),
    ['rate 1', 'half the rate, since the full one diverged', 'half the rate, since the full one diverged'],
  );
  assert.equal(only(events, 'coding.finished').runs[2].description, 'half the rate, since the full one diverged');
  assert.equal(
    dataIn(asked.findLast(({ step }) => step === 'coder.note')?.input, 'description'),
    'half the rate, since the full one diverged',
  );
});

test('a model that fails before any run completed ends the idea with its code; afterwards the good runs stand', () => {
  const unplanned = develop({ answers: { 'coder.plan': () => undefined } });
  assert.deepEqual(only(unplanned.events, 'idea.failed'), { code: 'model.unavailable', message: 'no answer' });
  const unedited = develop({ answers: { 'coder.edit': () => undefined } });
  assert.equal(only(unedited.events, 'idea.failed').code, 'model.unavailable');
  const halfway = develop({
    answers: { 'coder.edit': (input, count) => (count === 1 ? editOf(input, 'experiment.py', 'rate = 1') : undefined) },
  });
  assert.match(only(halfway.events, 'runs.ended').reason, /did not answer for run 2: no answer/);
  assert.deepEqual(
    only(halfway.events, 'coding.finished').runs.map(({ run }: any) => run),
    [0, 1],
  );
});

test('a plan is cut to the limit, and a limit of none still means one run', () => {
  const many = () => JSON.stringify({ runs: Array.from({ length: 9 }, (_, at) => ({ description: `rate ${at}` })) });
  assert.equal(
    only(develop({ limits: { runs: 3 }, answers: { 'coder.plan': many } }).events, 'plan.made').runs.length,
    3,
  );
  const least = develop({
    limits: { runs: 0, attemptsPerRun: 0, plotAttempts: 0, answers: 0 },
    answers: { 'coder.plan': many },
  });
  assert.deepEqual(
    only(least.events, 'coding.finished').runs.map(({ run }: any) => run),
    [0, 1],
  );
});
