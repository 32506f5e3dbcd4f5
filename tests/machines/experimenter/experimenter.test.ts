import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createRoster } from '../../../src/actors/roster.ts';
import { failure, type Outcome, success } from '../../../src/events/outcome.ts';
import { experimentEvents, resultsSchema } from '../../../src/events/vocabulary/experiment.ts';
import { role } from '../../../src/machines/experimenter/index.ts';
import { normaliseResults } from '../../../src/machines/kit/results.ts';
import { bystander } from '../../support/bystander.ts';
import { crashed, drewWell, ranWell, report, resources, startedWith } from '../../support/coder-world.ts';
import { dataOf, Simulator } from '../../support/simulate.ts';

const someone = bystander('neighbours', {
  'experiment.requested': experimentEvents['experiment.requested'],
  'plot.requested': experimentEvents['plot.requested'],
});

type Request = readonly [type: 'experiment.requested' | 'plot.requested', data: object];

/** Delivers the requests at once, then performs the requested tasks. */
const given = (requests: readonly Request[], perform: (input: any) => Outcome<unknown>, scope = 'idea-1') => {
  const loaded = [role, someone].map((one) => ({ role: one, from: 'tests', version: '1' }));
  const jobs: any[] = [];
  const simulator = new Simulator(createRoster(loaded, {}, ['experiment']), (_, input) => {
    jobs.push(input);
    return perform(input);
  }).start(startedWith());
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

const toy = (means: object, stderrs: object = {}) => ({ toy: { means, stderrs } });
const usable: readonly (readonly [name: string, text: string, results: object])[] = [
  [
    'as written by the templates',
    '{"toy": {"means": {"loss": 0.5}, "stderrs": {"loss": 0.1}, "final_info_dict": {"loss": [0.4, 0.6]}}}',
    toy({ loss: 0.5 }, { loss: 0.1 }),
  ],
  ['without standard errors', '{"toy": {"means": {"loss": 0.5, "time": 3}}}', toy({ loss: 0.5, time: 3 })],
  [
    'means one level deeper',
    '{"toy": {"means": {"train": {"loss": 1}, "val": {"loss": 2}}}}',
    toy({ 'train.loss': 1, 'val.loss': 2 }),
  ],
  [
    'standard errors one level deeper',
    '{"toy": {"means": {"val": {"loss": 2}}, "stderrs": {"val": {"loss": 0.2}}}}',
    toy({ 'val.loss': 2 }, { 'val.loss': 0.2 }),
  ],
  ['a bare number as means', '{"toy": {"means": 0.5, "stderrs": 0.1}}', toy({ value: 0.5 }, { value: 0.1 })],
  ['a bare number as a dataset', '{"toy": 0.5}', toy({ value: 0.5 })],
  ['bare metrics', '{"toy": {"loss": 0.5, "time": 3}}', toy({ loss: 0.5, time: 3 })],
  [
    'datasets in groups',
    '{"toy": {"a": {"means": {"loss": 1}}, "b": {"means": {"loss": 2}}}}',
    { 'toy.a': { means: { loss: 1 }, stderrs: {} }, 'toy.b': { means: { loss: 2 }, stderrs: {} } },
  ],
  [
    'names that end in mean and stderr',
    '{"toy": {"means": {"loss_mean": 1, "time_mean": 2}, "stderrs": {"loss_stderr": 0.1}}}',
    toy({ loss_mean: 1, time_mean: 2 }, { loss_mean: 0.1 }),
  ],
  ['a standard error of no mean', '{"toy": {"means": {"loss": 1}, "stderrs": {"speed": 0.1}}}', toy({ loss: 1 })],
  ['a standard error of null', '{"toy": {"means": {"loss": 1}, "stderrs": {"loss": null}}}', toy({ loss: 1 })],
  ['standard errors of null', '{"toy": {"means": {"loss": 1}, "stderrs": null}}', toy({ loss: 1 })],
  [
    'NaN in what is not read',
    '{"toy": {"means": {"loss": 1}, "final_info_dict": {"x": [NaN, -Infinity]}}}',
    toy({ loss: 1 }),
  ],
  ['NaN in a name', '{"toy": {"means": {"NaN: loss": 1}}}', toy({ 'NaN: loss': 1 })],
  ['an escaped quote in a name', '{"toy": {"means": {"a\\"NaN": 1e-3}}}', toy({ 'a"NaN': 0.001 })],
  [
    'several datasets',
    '{"a": {"means": {"x": -1}}, "b": {"means": {"x": 0}}}',
    { a: { means: { x: -1 }, stderrs: {} }, b: { means: { x: 0 }, stderrs: {} } },
  ],
];

for (const [name, text, results] of usable) {
  test(`a result file can be used: ${name}`, () => assert.deepEqual(normaliseResults(text), { results }));
}

const unusable: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
  ['NaN', '{"toy": {"means": {"loss": NaN}}}', /toy\.means\.loss is NaN/],
  ['Infinity', '{"toy": {"means": {"loss": Infinity}}}', /toy\.means\.loss is Infinity/],
  ['minus Infinity', '{"toy": {"means": {"loss": -Infinity}}}', /toy\.means\.loss is -Infinity/],
  ['NaN in a standard error', '{"toy": {"means": {"loss": 1}, "stderrs": {"loss": NaN}}}', /toy\.stderrs\.loss is NaN/],
  ['NaN one level deeper', '{"toy": {"means": {"val": {"loss": NaN}}}}', /toy\.means\.val\.loss is NaN/],
  ['a number beyond all numbers', '{"toy": {"means": {"loss": 1e999}}}', /too large/],
  ['a negative standard error', '{"toy": {"means": {"loss": 1}, "stderrs": {"loss": -0.1}}}', /negative/],
  ['a mean of null', '{"toy": {"means": {"loss": null}}}', /loss is null/],
  ['a mean in words', '{"toy": {"means": {"loss": "low"}}}', /loss is "low"/],
  ['a mean that is a list', '{"toy": {"means": {"loss": [1, 2]}}}', /loss is a list/],
  ['too deep', '{"toy": {"means": {"a": {"b": {"c": 1}}}}}', /toy\.means\.a\.b is/],
  ['no means', '{"toy": {"means": {}}}', /no numbers/],
  ['means of null', '{"toy": {"means": null}}', /toy\.means is null/],
  ['an empty dataset', '{"toy": {}}', /no numbers/],
  ['an empty object', '{}', /no datasets/],
  ['a list', '[1]', /not an object/],
  ['a number', '3', /not an object/],
  ['NaN alone', 'NaN', /not an object/],
  ['nothing', '', /not JSON/],
  ['half of it', '{"toy": {"means": {"loss"', /not JSON/],
  ['Python instead of JSON', "{'toy': {'means': {'loss': 1}}}", /not JSON/],
  [
    'too many numbers',
    JSON.stringify({ toy: { means: Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`m${at}`, at])) } }),
    /3000 means/,
  ],
  ['too long', `{"toy": ${' '.repeat(500_000)}1}`, /too long/],
];

for (const [name, text, problem] of unusable) {
  test(`a result file cannot be used: ${name}`, () => {
    const read = normaliseResults(text);
    assert.match('problem' in read ? read.problem : `it was read: ${JSON.stringify(read)}`, problem);
  });
}

test('no result file throws, and what is read is results', () => {
  const number = fc.oneof(fc.double(), fc.constantFrom('NaN', '-Infinity', 'null'));
  const fields = fc.dictionary(fc.constantFrom('loss', 'means', 'stderrs', '__proto__', 'x_mean'), number);
  const file = fc.dictionary(
    fc.string({ maxLength: 4 }),
    fc.oneof(number, fields, fc.dictionary(fc.constantFrom('means', 'stderrs'), fields)),
  );
  const asPython = (value: unknown): string => JSON.stringify(value).replaceAll(/"(NaN|-Infinity|null)"/g, '$1');
  fc.assert(
    fc.property(fc.oneof(file.map(asPython), fc.json(), fc.string()), (text) => {
      const read = normaliseResults(text);
      return 'problem' in read ? read.problem !== '' : resultsSchema.safeParse(read.results).success;
    }),
    { numRuns: 2000 },
  );
  assert.ok('problem' in normaliseResults(`{"a": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`));
});
