import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numbered } from '../../src/events/projections/causes.ts';
import { lastPapers, linesWith, paperLine, tracePaperLine } from '../../src/events/projections/paper-trace.ts';
import type { Results } from '../../src/events/vocabulary/experiment.ts';
import { Log } from '../support/story.ts';
import { experiment } from '../support/studio.ts';

const text = (content: string) => ({ text: content });
const measured = (means: Record<string, number>, stderrs: Record<string, number> = {}): Results => ({
  toy: { means, stderrs },
});
const compiled = (log: Log, sources: Record<string, { text: string }>, scope = 'idea-1'): Log =>
  log.add('paper.compiled', scope, 'writer', { version: 1, title: 'T', sources });

const traceOf = (log: Log, line = 1, file = 'results.tex') => {
  const events = numbered(log.events);
  const paper = lastPapers(events).get('idea-1');
  assert.ok(paper);
  const found = paperLine(paper, file, line);
  assert.ok(found);
  return tracePaperLine(events, found);
};

/** The values that the numbers of one line of results are traced to. */
const origins = (line: string, results: Results, more: readonly [number, Results][] = []) => {
  const log = new Log().start({});
  for (const [run, values] of [[1, results] as const, ...more])
    log.add('experiment.completed', 'idea-1', 'experimenter', { ...experiment(run), results: values });
  return traceOf(compiled(log, { 'results.tex': text(line) })).numbers.map(({ number, origins: found }) => [
    number,
    found.map(({ run, metric, statistic, dataset }) => `${run} ${dataset} ${metric} ${statistic}`),
  ]);
};
const isTraced = (printed: string, value: number): boolean =>
  origins(`It is ${printed}.`, measured({ loss: value })).some(([, found]) => (found?.length ?? 0) > 0);

test('a number is traced as it was measured, as percent, or in thousandths, and in no other power of ten', () => {
  assert.deepEqual(
    ['0.437', '43.7', '437'].map((printed) => isTraced(printed, 0.437)),
    [true, true, true],
  );
  for (const printed of ['4.37', '4370', '43700', '0.0437']) assert.ok(!isTraced(printed, 0.437), printed);
});

test('a number fits when it is the value rounded to as many decimals as are printed', () => {
  for (const printed of ['0.4', '0.44', '0.437', '0.4372']) assert.ok(isTraced(printed, 0.4372), printed);
  for (const printed of ['0.5', '0.43', '0.438', '0.4371', '0.43721']) assert.ok(!isTraced(printed, 0.4372), printed);
  assert.ok(isTraced('0.13', 0.125), 'a half is rounded up');
  assert.ok(isTraced('0.12', 0.125), 'or to even');
  assert.ok(isTraced('0.25', -0.25), 'the sign is not looked at');
  assert.ok(isTraced('12', 12.4) && !isTraced('12', 12.6));
});

test('where a number fits as it was measured, it is not looked for in another unit', () => {
  const found = origins('It is 1.5.', measured({ loss: 1.5, share: 0.015, seconds: 0.0015 }));
  assert.deepEqual(found, [['1.5', ['1 toy loss mean']]]);
  assert.deepEqual(origins('It is 1.5.', measured({ share: 0.015, seconds: 0.0015 })), [['1.5', ['1 toy share mean']]]);
});

test('lengths, labels, references and counts below ten are no results', () => {
  const line =
    '\\label{tab:11}\\ref{fig:12}\\citep[p.~13]{x2014} \\includegraphics[width=0.55\\textwidth]{a16.png} 3 runs \\cmidrule(lr){17-18} 2.5cm 19 pt x20 21b \\vspace{2.4 in}';
  assert.deepEqual(origins(line, measured({})), []);
});

test('numbers are read with their groups of digits, each once', () => {
  const numbersOf = (line: string) => origins(line, measured({})).map(([number]) => number);
  assert.deepEqual(numbersOf('12,345 and 6\\,789 and 1.5, 10, 1.5.'), ['12345', '6789', '1.5', '10']);
  assert.deepEqual(numbersOf('1.2.3 and 4.5 in v1.25'), ['4.5']);
  assert.deepEqual(numbersOf('9 of 10'), ['10']);
});

test('what follows a plus-minus is a standard error first, everything else a mean', () => {
  const both = measured({ loss: 0.25 }, { loss: 0.25 });
  assert.deepEqual(origins('$0.25 \\pm 0.25$', both), [
    ['0.25', ['1 toy loss mean', '1 toy loss standard error']],
    ['0.25', ['1 toy loss standard error', '1 toy loss mean']],
  ]);
  assert.deepEqual(origins('$1.5 \\pm $ 5', measured({ loss: 1.5 }, { loss: 5 })), [
    ['1.5', ['1 toy loss mean']],
    ['5', ['1 toy loss standard error']],
  ]);
});

test('a number that fits several runs is of the one that the line has most numbers of', () => {
  const one = measured({ loss: 0.25, other: 0.4 });
  const other = measured({ loss: 0.25, other: 0.7 });
  const [loss] = origins('0.25 & 0.70', one, [[2, other]]);
  assert.deepEqual(loss, ['0.25', ['2 toy loss mean', '1 toy loss mean']]);
  const [same] = origins('0.25 & 0.40', one, [[2, other]]);
  assert.deepEqual(same, ['0.25', ['1 toy loss mean', '2 toy loss mean']]);
});

test('only what was measured for the idea, before its paper, can be in it', () => {
  const log = new Log().start(
    {},
    { baseline: { experiment: { ...experiment(0), results: measured({ loss: 0.11 }) }, origin: 'earlier' } },
  );
  const add = (scope: string, loss: number) =>
    log.add('experiment.completed', scope, 'experimenter', { ...experiment(1), results: measured({ loss }) });
  add('baseline', 0.22);
  add('idea-1', 0.33);
  add('idea-10', 0.44);
  compiled(log, { 'results.tex': text('0.11 0.22 0.33 0.44 0.55') });
  add('idea-1', 0.55);
  assert.deepEqual(
    traceOf(log).numbers.map(({ number, origins: found }) => [
      number,
      found.map(({ experiment: { event } }) => event.type),
    ]),
    [
      ['0.11', ['run.started']],
      ['0.22', ['experiment.completed']],
      ['0.33', ['experiment.completed']],
      ['0.44', []],
      ['0.55', []],
    ],
  );
});

test('a run that began without a baseline traces nothing to its beginning', () => {
  assert.deepEqual(traceOf(compiled(new Log().start({}), { 'results.tex': text('0.25') })).numbers, [
    { number: '0.25', origins: [] },
  ]);
});

const drafted = (log: Log, section: string, content: string, scope = 'idea-1'): Log =>
  log.add('section.drafted', scope, 'writer', { section, text: content });

test('a line was written by the first of the last unbroken row of versions that have it', () => {
  const log = new Log().start({});
  drafted(log, 'results', 'A\nB');
  drafted(log, 'results', 'B');
  drafted(log, 'method', 'A');
  log.add('citation.added', 'idea-1', 'writer', { sections: { results: '  A \nB' } });
  log.add('citation.added', 'idea-1', 'writer', { sections: { method: 'nothing of it' } });
  drafted(log, 'results', 'nothing', 'idea-10');
  log.add('paper.fixed', 'idea-1', 'writer', { sections: { results: 'C\nA\nB' } });
  compiled(log, { 'results.tex': text('C\nA\nB\nset by the program') });
  drafted(log, 'results', 'A');
  const writtenBy = (line: number) => {
    const { event, sequence } = traceOf(log, line).written;
    return `${sequence} ${event.type}`;
  };
  assert.deepEqual([1, 2, 3, 4].map(writtenBy), [
    '8 paper.fixed',
    '5 citation.added',
    '2 section.drafted',
    '9 paper.compiled',
  ]);
});

test('lines are found by file and number in the last paper, and by text with the sections first', () => {
  const log = compiled(new Log().start({}), { 'results.tex': text('old') });
  compiled(log, { 'results.tex': text('other') }, 'idea-2');
  compiled(log, {
    'paper.tex': text('x\nthe title'),
    'note.txt': text('the note'),
    'method.tex': text('the way\ny\nthe end'),
  });
  const papers = lastPapers(numbered(log.events));
  assert.deepEqual([...papers.keys()], ['idea-1', 'idea-2']);
  const paper = papers.get('idea-1');
  assert.ok(paper);
  assert.deepEqual(
    linesWith(paper, 'the').map(({ file, line, text: content }) => [file, line, content]),
    [
      ['method.tex', 1, 'the way'],
      ['method.tex', 3, 'the end'],
      ['paper.tex', 2, 'the title'],
    ],
  );
  assert.equal(paperLine(paper, 'method.tex', 2)?.text, 'y');
  assert.equal(paperLine(paper, 'paper.tex', 1)?.text, 'x');
  assert.equal(paperLine(paper, 'method.tex', 4), undefined);
  assert.equal(paperLine(paper, 'note.txt', 1), undefined);
  assert.equal(paperLine(paper, 'results.tex', 1), undefined);
});
