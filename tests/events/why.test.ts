import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { matchText } from '../../src/cli/debug/why-text.ts';
import { causesOf, isOf, type Numbered, numbered, throughModelCall } from '../../src/events/projections/causes.ts';
import { lastPapers, linesWith, paperLine, tracePaperLine } from '../../src/events/projections/paper-trace.ts';
import { textAt } from '../../src/events/tree.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { createPlaybookLab, type PlaybookLab, recordedIn } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 2, citationRounds: 2, reviews: 1, reviewReflections: 0, ideaReflections: 0 };

let lab: PlaybookLab;
let log: readonly Numbered[];

before(async () => {
  lab = await createPlaybookLab((run) => 0.8 - run / 100);
  const recorded = await lab.begin('played', { ideas: 1, limits });
  assert.equal(await lab.work('played'), 'finished');
  log = numbered((await recordedIn(recorded)).map(({ event }) => event));
});

const paperOf = (scope: string) => {
  const paper = lastPapers(log).get(scope);
  assert.ok(paper);
  return paper;
};

test('every event leads back to the beginning of the run, each cause before its effect', () => {
  for (const { event } of log) {
    const chain = causesOf(log, event.id);
    const sequences = chain.map(({ sequence }) => sequence);
    assert.deepEqual(
      sequences,
      sequences.toSorted((one, other) => other - one),
    );
    const isFromHost = /^(log|quiesced)\./.test(event.id);
    assert.equal(chain.at(-1)?.event.id, isFromHost ? event.id : 'run.started');
  }
});

test("from a table's number to the experiment, the edit, and the call that wrote the edit", () => {
  const { sources } = paperOf('idea-1').event.data;
  const row = (textAt(sources, 'results.tex') ?? '')
    .split('\n')
    .findIndex((line: string) => line.includes('circles only &'));
  const line = paperLine(paperOf('idea-1'), 'results.tex', row + 1);
  assert.ok(line);
  const trace = tracePaperLine(log, line);
  assert.equal(trace.written.event.type, 'section.drafted');
  assert.equal((trace.written.event.data as any).stage, 'draft');
  const steps = trace.numbers.find(({ number }) => number.startsWith('48.'));
  const [origin] = steps?.origins ?? [];
  assert.deepEqual([origin?.metric, origin?.run, origin?.statistic], ['steps_to_99_train_acc', 1, 'mean']);
  const chain = throughModelCall(causesOf(log, origin?.experiment.event.id ?? ''));
  assert.deepEqual(
    chain.map(({ event }) => event.type),
    ['experiment.completed', 'task.completed', 'experiment.requested', 'code.edited', 'task.completed'],
  );
  assert.equal((chain.at(-1)?.event.data as any)?.value.purpose, 'coder.edit');
  assert.equal((chain[3]?.event.data as any)?.run, 1);
});

test('every recorded number in the tables of the results has its experiment', () => {
  const { sources } = paperOf('idea-1').event.data;
  const rows = (textAt(sources, 'results.tex') ?? '').split('\n').filter((line: string) => line.startsWith('\\quad'));
  assert.ok(rows.length > 6);
  for (const row of rows) {
    const [line] = linesWith(paperOf('idea-1'), row);
    assert.ok(line);
    for (const { number, origins } of tracePaperLine(log, line).numbers)
      assert.ok(origins.length > 0, `${number} in ${row}`);
  }
});

test('a line that a citation changed since was written by the event that added it', () => {
  const added = log
    .filter((one) => isOf(one, 'citation.added'))
    .find(({ event }) => Object.keys(event.data.sections).length > 0);
  assert.ok(added);
  const [, text = ''] = Object.entries<string>(added.event.data.sections)[0] ?? [];
  const key = added.event.data.references[0]?.key ?? '';
  const cited = text.split('\n').find((one) => one.includes(key)) ?? '';
  const [line] = linesWith(paperOf('idea-1'), cited);
  assert.ok(line);
  assert.equal(tracePaperLine(log, line).written.event.id, added.event.id);
  const program = paperLine(paperOf('idea-1'), 'paper.tex', 1);
  assert.ok(program);
  assert.equal(tracePaperLine(log, program).written.event.type, 'paper.compiled');
});

test('the command reads events, ideas, places in a paper and texts', async (context) => {
  const services = servicesOn(lab.broker);
  const why = async (...given: readonly string[]) => call(context, services, ['why', 'played', ...given]);
  assert.match((await why('2')).output, /^2 .*\n1 +run\.started/);
  assert.match((await why('idea-1')).output, /idea\.finished[\s\S]*experiment\.completed[\s\S]*idea\.drafted/);
  const place = 'results/played/1-periodic_token_features/paper/results.tex:12';
  const { output } = await why(place);
  for (const part of ['WRITTEN BY', 'NUMBERS', 'MEASURED BY', 'answered coder.edit', 'code.edited'])
    assert.ok(output.includes(part), part);
  const [traced] = JSON.parse((await why('--text', 'circles only', '--json')).output).lines;
  assert.equal(traced.written.at(-1).id, 'run.started');
  assert.match((await why('results.tex:9999')).output, /no line 9999 .*\[event\.unknown\]/);
  assert.match((await why('nothing')).output, /no event and no idea "nothing".*\[event\.unknown\]/);
  assert.match((await why()).output, /\[cli\.bad_option\]/);
});

test('a match of at most two digits is called a guess; zeros in front are no digits', () => {
  const said = (number: string) => matchText({ number, origins: [] }).startsWith('a guess: ');
  assert.deepEqual(['0.98', '12', '-0.0012', '5', '1.0'].map(said), [true, true, true, true, true]);
  assert.deepEqual(['0.975', '123', '-10.2', '1.00'].map(said), [false, false, false, false]);
  assert.match(matchText({ number: '0.98', origins: [] }), /as would any from 0\.975 to 0\.985$/);
});
