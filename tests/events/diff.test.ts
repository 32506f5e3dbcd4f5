import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { createFork, type ForkChanges, planFork } from '../../src/actors/fork.ts';
import { changedMembers } from '../../src/events/projections/compare.ts';
import type { RunStarted } from '../../src/events/vocabulary/run.ts';
import { diffRuns } from '../../src/lab/debug/diff-data.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { call, servicesOn } from '../support/command-line.ts';
import { createPlaybookLab, type PlaybookLab, recordedIn } from '../support/playbook-lab.ts';

const limits = { noveltyRounds: 2, runs: 2, citationRounds: 1, reviews: 1, reviewReflections: 0, ideaReflections: 0 };

let lab: PlaybookLab;
let original: Recording;

before(async () => {
  lab = await createPlaybookLab(() => 0.8);
  await lab.begin('original', { ideas: 1, limits });
  original = await finished('original');
});

const finished = async (run: string): Promise<Recording> => {
  assert.equal(await lab.work(run), 'finished');
  return { run, log: await recordedIn(await lab.broker.logs.open(run)), blobs: lab.broker.blobs };
};

const forked = async (run: string, at: number, different: Partial<ForkChanges>): Promise<Recording> => {
  const { settings, models, program } = pointOf((_, type) => type === 'run.started').data as RunStarted;
  const changes = { settings, models, program, budget: settings.budget, summary: [], ...different };
  await createFork(lab.broker.logs, run, planFork(original, at, lab.roster, changes), new Date().toISOString());
  return finished(run);
};

const pointOf = (isPoint: (data: any, type: string) => boolean) => {
  const found = original.log.find(({ event }) => isPoint(event.data, event.type));
  assert.ok(found);
  return { at: found.sequence, data: structuredClone(found.event.data) as any };
};

test('an unchanged fork differs in nothing, but that its papers say where they come from', async () => {
  const late = diffRuns(original, await forked('late', pointOf((_, type) => type === 'paper.compiled').at, {}));
  assert.deepEqual([late.differences, late.beginnings], [[], []]);
  const early = diffRuns(original, await forked('early', 40, {}));
  assert.equal((early.differences[0]?.one?.event.data as any)?.kind, 'typeset');
  for (const { ideas } of [late, early]) {
    assert.deepEqual([ideas[0]?.paper, ideas[0]?.code], [{}, {}]);
    assert.deepEqual(ideas[0]?.scores[0], ideas[0]?.scores[1]);
    assert.ok(ideas[0]?.metrics.every(({ means }) => means[0] === means[1]));
  }
});

test('an edited answer: where the runs part, the code that became of it, the numbers and the words', async (context) => {
  const { at, data } = pointOf(({ value }, type) => type === 'task.completed' && value?.purpose === 'coder.edit');
  const text = data.value.text.replace(/(\n=======\n)/, '$1# a second thought\n');
  assert.notEqual(text, data.value.text);
  const other = await forked('second', at, { edit: { data: { ...data, value: { ...data.value, text } } } });
  const compared = diffRuns(original, other);
  const [first] = compared.differences;
  assert.deepEqual([first?.actor, first?.one?.sequence, first?.other?.sequence], ['idea-1.coder', at, at]);
  const code = compared.ideas[0]?.code['experiment.py'] ?? [];
  assert.ok(code.includes('+# a second thought'), code.join('\n'));
  const { output } = await call(context, servicesOn(lab.broker), 'diff original second');
  assert.match(
    output,
    /FIRST DIFFERENCE\nidea-1\.coder\.\d+\.result, of idea-1\.coder \(editing\.asking\)\n.*\n.*\n {2}they differ in value\.text\n/,
  );
  assert.match(output, /CODE of idea 1\n--- original\/experiment\.py\n\+\+\+ second\/experiment\.py\n@@/);
});

test('an edited result: metrics with their errors, and the sentences that changed', async (context) => {
  const { at, data } = pointOf(
    ({ kind, task }, type) => type === 'task.completed' && kind === 'experiment' && task.startsWith('idea-1'),
  );
  const info = JSON.parse(data.value.outputs['run_1/final_info.json'].text);
  for (const { means } of Object.values<any>(info)) means.final_val_loss = 7.25;
  data.value.outputs['run_1/final_info.json'].text = JSON.stringify(info);
  const compared = diffRuns(original, await forked('measured', at, { edit: { data } }));
  const changed = compared.ideas[0]?.metrics.filter(({ means }) => means[0] !== means[1]) ?? [];
  assert.deepEqual(
    new Set(changed.map(({ run, metric, means }) => `${run} ${metric} ${means[1]}`)),
    new Set(['1 final_val_loss 7.25']),
  );
  assert.ok(changed.every(({ stderrs }) => stderrs[0] !== null));
  assert.ok(compared.ideas[0]?.paper.results?.some((line) => line.startsWith('+') && line.includes('7.25')));
  const { output } = await call(context, servicesOn(lab.broker), 'diff original measured --json');
  assert.deepEqual(JSON.parse(output).first.states, ['experimenting', 'experimenting']);
});

test('what only one run has is a difference, and settings are compared', async () => {
  await lab.begin('larger', { ideas: 2, limits: { ...limits, reviews: 2 } });
  const compared = diffRuns(original, await finished('larger'));
  assert.deepEqual(compared.beginnings, ['settings.ideas 1 -> 2', 'settings.limits.reviews 1 -> 2']);
  const second = compared.ideas.find(({ number }) => number === 2);
  assert.equal(second?.names[0], null);
  assert.ok(compared.differences.some(({ id, one }) => id.startsWith('idea-1.review-2') && one === undefined));
});

test('differing members are listed with their paths', () => {
  assert.deepEqual(changedMembers({ a: 1, b: { c: null, d: [1] } }, { b: { c: 2, d: [1] }, e: 'x' }), [
    'a 1 -> not set',
    'b.c null -> 2',
    'e not set -> "x"',
  ]);
});
