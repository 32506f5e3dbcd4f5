import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../../src/events/envelope.ts';
import { failure, success } from '../../../src/events/outcome.ts';
import { crashed, dataIn, develop, drewWell, report } from '../../support/coder-world.ts';
import { dataOf } from '../../support/simulate.ts';

const only = (events: readonly Event[], type: string): any => {
  const all = dataOf(events, type);
  assert.equal(all.length, 1, `${all.length} ${type}`);
  return all[0];
};

test('a missing note is written by the program, which says so', () => {
  const { events } = develop({ answers: { 'coder.note': () => undefined } });
  for (const { text } of dataOf(events, 'note.written')) {
    assert.match(text, /The program wrote this entry/);
    assert.match(text, /"loss":0\.\d+/);
  }
  only(events, 'coding.finished');
});

test('plots are tried again with the error, and without any figure there is no paper', () => {
  const none = success(report({ outputs: {} }));
  const second = develop({
    plot: (count) => (count === 1 ? none : success(report({ outputs: { 'a.png': { blob: 'p', sizeBytes: 9 } } }))),
  });
  const again = second.asked.filter(({ step }) => step === 'coder.plot')[1];
  assert.match(dataIn(again?.input, 'failure').reason, /^no_figures/);
  assert.equal(dataOf(second.events, 'figures.described').length, 1);
  const never = develop({ plot: () => crashed });
  assert.equal(dataOf(never.events, 'plot.requested').length, 2);
  assert.equal(only(never.events, 'idea.failed').code, 'coder.no_figures');
  assert.equal(dataOf(never.events, 'coding.finished').length, 0);
});

test('plots that were not run at all are run again as they are, and the attempt counts', () => {
  const broken = failure('sandbox.unavailable', 'no sandbox');
  const again = develop({ plot: (count) => (count === 1 ? broken : drewWell) });
  const attemptsOf = (events: readonly Event[]) => dataOf(events, 'plot.requested').map(({ attempt }) => attempt);
  assert.deepEqual([attemptsOf(again.events), dataOf(again.events, 'plot.edited').length], [[1, 2], 1]);
  only(again.events, 'coding.finished');
  const never = develop({ limits: { plotAttempts: 3 }, plot: () => broken });
  assert.deepEqual([attemptsOf(never.events), dataOf(never.events, 'plot.edited').length], [[1, 2, 3], 1]);
  assert.equal(only(never.events, 'idea.failed').code, 'coder.no_figures');
});

test('without an answer plot.py is run as it stands; when that fails the idea is given up', () => {
  const silent = { 'coder.plot': () => undefined };
  const { events, jobs } = develop({ answers: silent });
  assert.equal(jobs.at(-1).workspace['plot.py'].text, 'labels = ["baseline"]\nprint(labels)\n');
  only(events, 'coding.finished');
  const failed = only(develop({ answers: silent, plot: () => crashed }).events, 'idea.failed');
  assert.equal(failed.code, 'coder.no_figures');
  assert.match(failed.message, /crashed.*no answer/);
});

test('a figure that is not described is there with its name', () => {
  for (const answer of [() => undefined, () => '```json\n{"rate.png": "The rates."}\n```']) {
    const { figures } = only(develop({ answers: { 'coder.describe': answer } }).events, 'coding.finished');
    assert.match(figures[0].description, /loss\.png, drawn by plot\.py; it was not described/);
    assert.equal(figures.length, 2);
  }
});
