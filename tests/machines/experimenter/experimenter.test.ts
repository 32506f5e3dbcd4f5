import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoster } from '../../../src/actors/roster.ts';
import { failure, type Outcome, success } from '../../../src/events/outcome.ts';
import { experimentEvents } from '../../../src/events/vocabulary/experiment.ts';
import { ideaEvents } from '../../../src/events/vocabulary/idea.ts';
import { role } from '../../../src/machines/experimenter/index.ts';
import { bystander } from '../../support/bystander.ts';
import {
  baseline,
  crashed,
  drewWell,
  idea,
  ranWell,
  report,
  resources,
  startedWith,
} from '../../support/coder-world.ts';
import { dataOf, Simulator } from '../../support/simulate.ts';

const someone = bystander('neighbours', {
  'idea.started': ideaEvents['idea.started'],
  'experiment.requested': experimentEvents['experiment.requested'],
  'plot.requested': experimentEvents['plot.requested'],
});

type Request = readonly [type: 'idea.started' | 'experiment.requested' | 'plot.requested', data: object];

/** Delivers the requests at once, then performs the requested tasks. */
const given = (
  requests: readonly Request[],
  perform: (input: any) => Outcome<unknown>,
  scope = 'idea-1',
  started = startedWith(),
) => {
  const loaded = [role, someone].map((one) => ({ role: one, from: 'tests', version: '1' }));
  const jobs: any[] = [];
  const simulator = new Simulator(createRoster(loaded, {}, ['experiment']), (_, input) => {
    jobs.push(input);
    return perform(input);
  }).start(started);
  for (const [index, [type, data]] of requests.entries())
    simulator.append({ id: `${scope}.others.${index + 1}`, type, scope, role: 'others', data });
  while (simulator.advance());
  assert.equal(simulator.fold.outstanding.size, 0);
  assert.deepEqual(dataOf(simulator.events, 'actor.failed'), []);
  return { events: simulator.events, jobs };
};

const workspace = { 'experiment.py': { text: 'x' } };
const runOne: Request = ['experiment.requested', { run: 1, attempt: 2, workspace }];
const plotOne: Request = ['plot.requested', { attempt: 3, workspace: { 'old.png': { blob: 'old', sizeBytes: 5 } } }];
const failedWith = (outcome: Outcome<unknown>): any =>
  dataOf(given([runOne], () => outcome).events, 'experiment.failed')[0];
const outputsOf = (text: string) => success(report({ outputs: { 'run_1/final_info.json': { text } } }));

test('an experiment is performed with the template’s limits and becomes results', () => {
  const { events, jobs } = given([runOne], () =>
    success(
      report({
        outputs: {
          'run_1/final_info.json': { text: '{"toy": {"means": {"loss": 0.5}, "stderrs": {"loss": 0.1}}}' },
          'run_1/curve.npy': { blob: 'b', sizeBytes: 3 },
          'run_10/other': { text: 'x' },
        },
      }),
    ),
  );
  const { experimentLimits: limits, environment } = startedWith().template;
  const command = ['python', 'experiment.py', '--out_dir=run_1'];
  assert.deepEqual(jobs, [
    { workspace, command, collect: { prefixes: ['run_1/'], suffixes: [] }, limits, environment },
  ]);
  const [completed] = dataOf(events, 'experiment.completed');
  assert.deepEqual([completed.run, completed.attempt, completed.stdout, completed.sandbox], [1, 2, 'blob-out', 'toy']);
  assert.deepEqual(completed.results, { toy: { means: { loss: 0.5 }, stderrs: { loss: 0.1 } } });
  assert.deepEqual(Object.keys(completed.outputs), ['run_1/final_info.json', 'run_1/curve.npy']);
  assert.deepEqual(completed.resources, resources);
});

test('the arguments of the template stand before the folder of results', () => {
  const template = { ...startedWith().template, arguments: ['--epochs=3', '--fast'] };
  const { jobs } = given([runOne], () => ranWell(1), 'idea-1', { ...startedWith(), template });
  assert.deepEqual(jobs[0].command, ['python', 'experiment.py', '--epochs=3', '--fast', '--out_dir=run_1']);
});

test('the files that could not be kept are recorded: the first five, and how many in all', () => {
  const outputs = { 'run_1/final_info.json': { text: '{"toy": {"means": {"loss": 0.5}}}' } };
  const skipped = Array.from({ length: 20 }, (_, index) => ({ path: `run_1/${index}`, reason: 'it is too large' }));
  const completed = (more: object): any =>
    dataOf(given([runOne], () => success(report({ outputs, ...more }))).events, 'experiment.completed')[0];
  assert.deepEqual(completed({ skipped, skippedCount: 3000 }).leftOut, { count: 3000, first: skipped.slice(0, 5) });
  assert.equal(completed({ skipped }).leftOut.count, 20, 'as an earlier version recorded it');
  for (const none of [{}, { skipped: [] }, { skipped: [], skippedCount: 0 }])
    assert.equal('leftOut' in completed(none), false);
});

test('the baseline is run in its own scope', () => {
  const { events } = given([['experiment.requested', { run: 0, attempt: 1, workspace }]], () => ranWell(0), 'baseline');
  const completed = events.find(({ type }) => type === 'experiment.completed');
  assert.equal(completed?.scope, 'baseline');
});

test('each way to fail keeps its reason', () => {
  for (const reason of [
    'crashed',
    'timed_out',
    'out_of_memory',
    'over_disk_quota',
    'too_many_processes',
    'file_too_large',
    'cancelled',
  ]) {
    const data = failedWith(success(report({ reason, explanation: 'why', tail: 'x'.repeat(9000) })));
    assert.deepEqual([data.run, data.attempt, data.reason, data.explanation], [1, 2, reason, 'why']);
    assert.equal(data.tail.length, 4096);
    assert.deepEqual(data.resources, resources);
  }
});

test('a task that failed, or whose report cannot be read, was not performed', () => {
  const data = failedWith(failure('sandbox.unavailable', 'no bubblewrap'));
  assert.deepEqual([data.reason, data.explanation, data.resources], ['not_performed', 'no bubblewrap', null]);
  for (const value of [
    null,
    'x',
    {},
    report({ resources: null }),
    report({ reason: 'exploded' }),
    report({ outputs: [] }),
  ])
    assert.equal(failedWith(success(value)).reason, 'not_performed', JSON.stringify(value));
});

test('a run that ends well without a usable result file has failed', () => {
  const none = failedWith(success(report({ outputs: { 'run_1/log.txt': { text: 'x' } } })));
  assert.deepEqual([none.reason, none.tail], ['no_result_file', 'the end of what was printed']);
  assert.match(none.explanation, /wrote no run_1\/final_info\.json/);
  const large = failedWith(success(report({ outputs: { 'run_1/final_info.json': { blob: 'b', sizeBytes: 99_999 } } })));
  assert.deepEqual([large.reason, /99999/.test(large.explanation)], ['unusable_result_file', true]);
  const odd = failedWith(outputsOf('{"toy": {"means": {"loss": NaN}}}'));
  assert.deepEqual([odd.reason, /toy\.means\.loss is NaN/.test(odd.explanation)], ['unusable_result_file', true]);
});

test('plots become figures: new images beside plot.py, in order, at most twelve', () => {
  const image = (blob: string) => ({ blob, sizeBytes: 10 });
  const many = Object.fromEntries(
    Array.from({ length: 15 }, (_, at) => [`f${String(at).padStart(2, '0')}.png`, image(`b${at}`)]),
  );
  const { events, jobs } = given([plotOne], () =>
    success(
      report({
        outputs: {
          'old.png': { blob: 'old', sizeBytes: 5 },
          'run_1/x.png': image('x'),
          'empty.png': { blob: 'e', sizeBytes: 0 },
          ...many,
        },
      }),
    ),
  );
  assert.deepEqual(
    [jobs[0].command, jobs[0].collect, jobs[0].limits.wallTimeMs],
    [['python', 'plot.py'], { prefixes: [], suffixes: ['.png'] }, 600_000],
  );
  const [completed] = dataOf(events, 'plot.completed');
  assert.deepEqual(Object.keys(completed.figures), Object.keys(many).slice(0, 12));
  assert.equal(completed.attempt, 3);
});

test('plots without a new figure have failed', () => {
  const failed = (outcome: Outcome<unknown>) => dataOf(given([plotOne], () => outcome).events, 'plot.failed')[0];
  const unchanged = failed(
    success(report({ outputs: { 'old.png': { blob: 'old', sizeBytes: 5 }, 'a.txt': { text: 'x' } } })),
  );
  assert.deepEqual([unchanged.attempt, unchanged.reason], [3, 'no_figures']);
  assert.equal(failed(crashed).reason, 'crashed');
  assert.equal(failed(failure('task.attempts_exhausted', 'gone')).reason, 'not_performed');
});

test('requests that come while one is under way wait for their turn', () => {
  const requests: Request[] = [runOne, ['experiment.requested', { run: 2, attempt: 1, workspace }], plotOne];
  const { events, jobs } = given(requests, ({ command }) => {
    if (command[1] === 'plot.py') return drewWell;
    return ranWell(Number(command[2].at(-1)));
  });
  assert.deepEqual(
    jobs.map(({ command }) => command.slice(1).join(' ')),
    ['experiment.py --out_dir=run_1', 'experiment.py --out_dir=run_2', 'plot.py'],
  );
  assert.deepEqual(
    dataOf(events, 'experiment.completed').map(({ run }) => run),
    [1, 2],
  );
  assert.equal(dataOf(events, 'plot.completed').length, 1);
});

const toy = (means: object) => ({ toy: { means, stderrs: {} } });

test('an experiment that lacks a mean of the baseline has failed; one with a null metric is recorded with the remark', () => {
  const measured = { ...baseline, results: toy({ loss: 1, steps: 5 }) };
  const completedWith = (means: string) =>
    given([['idea.started', { number: 1, idea, baseline: measured, measured: '' }], runOne], () =>
      outputsOf(`{"toy": {"means": ${means}}}`),
    ).events;
  const [failed] = dataOf(completedWith('{"loss": 2}'), 'experiment.failed');
  assert.equal(failed.reason, 'unusable_result_file');
  assert.match(
    failed.explanation,
    /^run_1\/final_info\.json cannot be compared with the baseline: steps of toy is missing$/,
  );
  const [kept] = dataOf(completedWith('{"loss": 2, "steps": null}'), 'experiment.completed');
  assert.deepEqual(kept.leftOut, {
    count: 1,
    first: [{ path: 'run_1/final_info.json: toy.means.steps', reason: 'null, which is not a number' }],
  });
});

test('the baseline is told another folder than run_0, and recorded as run_0', () => {
  const template = { ...startedWith().template, baselineFolder: 'baseline' };
  const request: Request = ['experiment.requested', { run: 0, attempt: 1, workspace }];
  const text = '{"toy": {"means": {"loss": 0.5}}}';
  const wrote = (path: string) => success(report({ outputs: { [path]: { text } } }));
  const measured = (path: string) => given([request], () => wrote(path), 'baseline', { ...startedWith(), template });
  const { events, jobs } = measured('baseline/final_info.json');
  assert.deepEqual([jobs[0].command[2], jobs[0].collect.prefixes], ['--out_dir=baseline', ['baseline/']]);
  const [completed] = dataOf(events, 'experiment.completed');
  assert.deepEqual([completed.run, completed.outputs], [0, { 'run_0/final_info.json': { text } }]);
  const [careless] = dataOf(measured('run_0/final_info.json').events, 'experiment.failed');
  assert.match(careless.explanation, /wrote no baseline\/final_info\.json, in the folder that --out_dir names/);
});
