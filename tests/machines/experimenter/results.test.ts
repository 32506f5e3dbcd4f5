import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Results, resultsSchema } from '../../../src/events/vocabulary/experiment.ts';
import { missingMean, normaliseResults } from '../../../src/machines/kit/results.ts';

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
  ['a metric without a dataset', '{"rmse": 0.5}', { all: { means: { rmse: 0.5 }, stderrs: {} } }],
  [
    'means at the top level',
    '{"means": {"loss": 0.5}, "stderrs": {"loss": 0.1}}',
    { all: { means: { loss: 0.5 }, stderrs: { loss: 0.1 } } },
  ],
  [
    'a metric beside datasets',
    '{"toy": {"means": {"loss": 0.5}}, "seconds": 3}',
    { ...toy({ loss: 0.5 }), all: { means: { seconds: 3 }, stderrs: {} } },
  ],
  ['one mean and its error', '{"toy": {"mean": 0.5, "stderr": 0.1}}', toy({ value: 0.5 }, { value: 0.1 })],
  [
    'a mean in the singular',
    '{"toy": {"mean": {"loss": 0.5}, "sem": {"loss": 0.1}}}',
    toy({ loss: 0.5 }, { loss: 0.1 }),
  ],
  ['a metric that is called mean', '{"toy": {"mean": 0.5, "median": 0.4}}', toy({ mean: 0.5, median: 0.4 })],
  ['an error beside its metric', '{"toy": {"loss": 1, "loss_stderr": 0.1}}', toy({ loss: 1 }, { loss: 0.1 })],
  ['an ending of an error without a metric', '{"toy": {"phase_se": 1}}', toy({ phase_se: 1 })],
  ['three levels', '{"toy": {"means": {"a": {"b": {"c": 1}}}}}', toy({ 'a.b.c': 1 })],
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
  test(`a result file can be used: ${name}`, () => assert.deepEqual(normaliseResults(text), { results, omitted: [] }));
}

const partly: readonly (readonly [name: string, means: string, omitted: readonly string[], results?: object])[] = [
  ['null', '{"loss": 1, "steps": null}', ['toy.means.steps: null, which is not a number']],
  ['NaN', '{"loss": 1, "x": NaN}', ['toy.means.x: NaN, which is not a number']],
  ['text', '{"loss": 1, "act": "relu"}', ['toy.means.act: "relu", which is not a number']],
  ['a boolean', '{"loss": 1, "done": true}', ['toy.means.done: true, which is not a number']],
  ['a list', '{"loss": 1, "all": [1, 2]}', ['toy.means.all: a list, which is not a number']],
  ['an empty object', '{"loss": 1, "more": {}}', ['toy.means.more: an empty object']],
  [
    'text one level deeper',
    '{"loss": 1, "params": {"width": 8, "act": "relu"}}',
    ['toy.means.params.act: "relu", which is not a number'],
    toy({ loss: 1, 'params.width': 8 }),
  ],
  ['too large a number', '{"loss": 1, "x": 1e999}', ['toy.means.x: too large for a number']],
  ['NaN as an error', '{"loss": 1}, "stderrs": {"loss": NaN}', ['toy.stderrs.loss: NaN, which is not a number']],
  [
    'a negative error',
    '{"loss": 1}, "stderrs": {"loss": -0.1}',
    ['toy.stderrs.loss: negative, but a standard error cannot be'],
  ],
  [
    'an error without a mean',
    '{"loss": 1}, "stderrs": {"speed": 0.1}',
    ['toy.stderrs.speed: a standard error without a mean'],
  ],
  [
    'standard deviations',
    '{"loss": 1}, "stds": {"loss": 0.1}',
    ['toy.stds: a standard deviation, which is not a standard error'],
  ],
  [
    'a deviation beside its metric',
    '{"loss": 1, "loss_std": 0.1}',
    ['toy.means.loss_std: a standard deviation, which is not a standard error'],
  ],
];

for (const [name, means, omitted, results = toy({ loss: 1 })] of partly) {
  test(`what is a number is kept, and the rest listed: ${name}`, () => {
    const read = normaliseResults(`{"toy": {"means": ${means}}}`);
    assert.ok('results' in read);
    assert.deepEqual(read.results, results);
    assert.deepEqual(
      read.omitted.map(({ path, reason }) => `${path}: ${reason}`),
      omitted,
    );
  });
}

test('a dataset without a number is listed beside one with numbers', () => {
  const read = normaliseResults('{"a": {"means": {"loss": NaN}}, "b": {"means": {"loss": 1}}}');
  assert.ok('results' in read);
  assert.deepEqual([Object.keys(read.results), read.omitted.map(({ path }) => path)], [['b'], ['a.means.loss']]);
});

test('a mean that the baseline has and an experiment lacks is missing, unless it is null', () => {
  const missing = (text: string): string | undefined => {
    const read = normaliseResults(text);
    assert.ok('results' in read);
    return missingMean(toy({ loss: 1, steps: 50 }) as Results, read.results, read.omitted);
  };
  assert.equal(missing('{"toy": {"means": {"loss": 2, "steps": 3, "more": 4}}}'), undefined);
  assert.equal(missing('{"toy": {"means": {"loss": 2, "steps": null}}}'), undefined);
  assert.equal(missing('{"toy": {"means": {"loss": 2}}}'), 'steps of toy is missing');
  assert.equal(missing('{"other": {"means": {"loss": 2, "steps": 3}}}'), 'loss of toy is missing');
  const nan = '{"toy": {"means": {"loss": NaN, "steps": 3}}}';
  assert.equal(missing(nan), 'toy.means.loss is NaN, which is not a number');
  const noError = '{"toy": {"means": {"loss": 2, "steps": 3}, "stderrs": {"loss": NaN}}}';
  assert.equal(missing(noError), undefined);
});

const unusable: readonly (readonly [name: string, text: string, problem: RegExp])[] = [
  ['NaN', '{"toy": {"means": {"loss": NaN}}}', /toy\.means\.loss is NaN/],
  ['Infinity', '{"toy": {"means": {"loss": Infinity}}}', /toy\.means\.loss is Infinity/],
  ['minus Infinity', '{"toy": {"means": {"loss": -Infinity}}}', /toy\.means\.loss is -Infinity/],
  ['NaN one level deeper', '{"toy": {"means": {"val": {"loss": NaN}}}}', /toy\.means\.val\.loss is NaN/],
  ['a number beyond all numbers', '{"toy": {"means": {"loss": 1e999}}}', /too large/],
  ['a mean of null', '{"toy": {"means": {"loss": null}}}', /loss is null/],
  ['a mean in words', '{"toy": {"means": {"loss": "low"}}}', /loss is "low"/],
  ['a mean that is a list', '{"toy": {"means": {"loss": [1, 2]}}}', /loss is a list/],
  ['no means', '{"toy": {"means": {}}}', /toy\.means is an empty object/],
  ['means of null', '{"toy": {"means": null}}', /toy\.means is null/],
  ['an empty dataset', '{"toy": {}}', /toy is an empty object/],
  ['an empty object', '{}', /no mean that is a number; expected/],
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
