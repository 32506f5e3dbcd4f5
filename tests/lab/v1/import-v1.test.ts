import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import type { ImportedIdea } from '../../../src/events/vocabulary/imported.ts';
import { importV1 } from '../../../src/lab/keep/import-v1.ts';
import { reportRuns } from '../../../src/lab/report/report.ts';
import { call, servicesOn } from '../../support/command-line.ts';
import { writeV1Results } from '../../support/v1-results.ts';

const ratings = 'tests/data/v1-ratings.csv';

const temporary = await mkdtemp(join(tmpdir(), 'v1-'));
after(() => rm(temporary, { recursive: true, force: true }));
const results = await writeV1Results(temporary);

/**
 * As pandas computes them from the same file:
 * `read_csv(…).groupby(["template", "model"]).overall.agg(["count", "mean", "max", "sem"])`.
 */
const expected: readonly (readonly [string, string, number, number, number, number])[] = [
  ['2d_diffusion', 'claude-3-5-sonnet', 38, 3.815789, 6, 0.112234],
  ['2d_diffusion', 'deepseek-coder', 28, 3.321429, 5, 0.103555],
  ['2d_diffusion', 'gpt-4o', 17, 3.705882, 5, 0.166378],
  ['2d_diffusion', 'llama-3.1-405b', 20, 2.3, 3, 0.146898],
  ['grokking', 'claude-3-5-sonnet', 25, 3.44, 5, 0.130128],
  ['grokking', 'deepseek-coder', 32, 3.125, 4, 0.059399],
  ['grokking', 'gpt-4o', 12, 2.916667, 3, 0.083333],
  ['grokking', 'llama-3.1-405b', 27, 2, 3, 0.119352],
  ['nanogpt', 'claude-3-5-sonnet', 20, 4.05, 5, 0.153469],
  ['nanogpt', 'deepseek-coder', 19, 3.210526, 4, 0.096092],
  ['nanogpt', 'gpt-4o', 16, 3.25, 5, 0.144338],
  ['nanogpt', 'llama-3.1-405b', 19, 2.315789, 3, 0.13361],
];

test('the published ratings give the numbers of papers, means, maxima and standard errors that pandas gives', async () => {
  const services = servicesOn(createMemoryBroker());
  await importV1(services, ratings, {});
  const { rows } = await reportRuns(services, { runs: [] });
  assert.deepEqual(
    rows.map(({ template, model, papers, meanScore, maximumScore, standardError: error }) => [
      ...[template, model, papers, Number(meanScore?.toFixed(6)), maximumScore, Number(error?.toFixed(6))],
    ]),
    expected,
  );
  assert.ok(
    rows.every(
      ({ imported, novel, passed, dollars }) => imported && novel === null && passed === null && dollars === null,
    ),
  );
});

const imported = async (context: TestContext) => {
  const services = servicesOn(createMemoryBroker());
  const { code, output } = await call(context, services, ['import', 'v1', results]);
  assert.equal(code, 0, output);
  const [run = ''] = /v1-toy-claude-3-5-sonnet-2024062\S*/.exec(output) ?? [];
  const ideas = new Map<string, ImportedIdea>();
  for await (const { event } of (await (await services.openBroker()).logs.open(run)).read())
    if (event.type === 'idea.imported') ideas.set(event.scope, event.data as ImportedIdea);
  return { services, output, run, ideas };
};

test('a folder of results becomes a run with all its ideas, each as far as it came', async (context) => {
  const { output, ideas } = await imported(context);
  assert.match(output, /toy +claude-3-5-sonnet-20240620 +4 +1/);
  assert.match(output, /4 files left out/);
  assert.deepEqual(
    [...ideas.values()].map(({ name, outcome, reason, score, novel }) => [name, outcome, reason, score, novel]),
    [
      ['first', 'reviewed', 'imported: Reject', 5, true],
      ['second', 'failed', 'imported: no paper, 0 completed experiments', null, true],
      ['third', 'not-novel', 'imported: not novel', null, false],
      ['fourth', 'cancelled', 'imported: it was not developed', null, true],
    ],
  );
});

test('code, results, notes, figures, papers, reviews and costs are taken over; secrets, links and weights are not', async (context) => {
  const { ideas } = await imported(context);
  const first = ideas.get('idea-1') as ImportedIdea;
  assert.equal(first.at, '2024-08-02T09:00:35.000Z');
  assert.equal(first.idea?.experiment, 'Shake the first.');
  assert.deepEqual(
    first.runs.map(({ run, description, results: read, problem, notes }) => [
      ...[run, description, read?.shakes?.means.loss_mean ?? null, problem, notes],
    ]),
    [
      [0, 'Baseline', 2, '', "Results: {'shakes': {'loss_mean': 2.0}}\nDescription: Baseline results."],
      [1, 'Shaken once', 1.5, '', 'It went down.'],
      [2, 'Shaken twice', null, 'there is no final_info.json', 'It broke.'],
    ],
  );
  assert.deepEqual(first.cost, { calls: 3, dollars: 0.13, inputTokens: 18_494, outputTokens: 4936, unpriced: 2 });
  assert.deepEqual(
    first.papers.map(({ version, title, pdf, review, decision }) => [
      version,
      title,
      pdf?.sizeBytes,
      review?.overall,
      decision,
    ]),
    [
      [1, 'On first', 6, 4, 'Reject'],
      [2, 'On first', 6, 5, 'Reject'],
    ],
  );
  assert.deepEqual(
    first.figures.map(({ file }) => file),
    ['loss.png'],
  );
  assert.deepEqual(first.files['run_1.py'], { text: 'print(1)\n' });
  const left = Object.fromEntries(first.leftOut.first.map(({ path, reason }) => [path, reason]));
  assert.deepEqual(left, {
    '.env': 'files of this name usually hold keys',
    'keys.txt': 'it contains a key, or looks so',
    'model.pt': 'weights and arrays are not taken over',
    'passwords.txt': 'it is a link, not a file',
  });
  for (const path of Object.keys(left)) assert.ok(!(path in first.files), path);
  assert.match(ideas.get('idea-2')?.runs[1]?.problem ?? '', /NaN, which is not a number/);
});

test('an imported run is listed, shown, reported, checked, verified and saved like any other', async (context) => {
  const { services, run } = await imported(context);
  const said = async (line: string) => (await call(context, services, line)).output;
  assert.match(await said('runs'), new RegExp(`${run} +toy +finished +4 +1 +5 .*imported from toy`));
  assert.match(await said(`show ${run}`), /imported +from toy, results of the first AI Scientist/);
  assert.match(await said('archive'), /first +reviewed +5 +novel/);
  assert.match(await said('archive first'), /version 2: On first\n +PDF of \? pages, 1 KB, blob/);
  assert.match(
    await said('report'),
    /toy +claude-3-5-sonnet-20240620 \(imported\) +4 +3 +1 +1 +5 +5 +≥\$0.13 +≥\$0.13/,
  );
  assert.match(await said(`why ${run} first`), /idea\.imported/);
  assert.match(await said(`replay ${run} --check`), /every recorded output is what the fold gives/);
  assert.match(await said(`verify ${run}`), new RegExp(`run ${run} is intact`));
  assert.match(
    await said(`revise ${run} first better`),
    /the paper of idea 1 was not written in .* \[idea\.no_paper\]/,
  );
  assert.match(await said('show latest'), /there are only imported runs/);
  const folder = join(temporary, 'saved');
  await said(`show ${run} --save ${folder}`);
  const saved = join(folder, run, '1-first');
  assert.deepEqual((await readdir(saved)).sort(), [
    ...['figures', 'idea.json', 'imported', 'notes.txt', 'paper.pdf', 'review.json', 'review.txt'],
  ]);
  assert.equal(await readFile(join(saved, 'imported', 'run_1.py'), 'utf8'), 'print(1)\n');
});

test('the same results are imported once, and an interrupted import is completed', async (context) => {
  const { services, run } = await imported(context);
  const broker = await services.openBroker();
  const before = await (await broker.logs.open(run)).lastSequence();
  assert.match((await call(context, services, ['import', 'v1', results])).output, /imported before/);
  assert.equal(await (await broker.logs.open(run)).lastSequence(), before);

  const other = createMemoryBroker();
  const half = await other.logs.create(run);
  for await (const { event, sequence } of (await broker.logs.open(run)).read())
    if (sequence <= 3) await half.append(event);
  await importV1(servicesOn(other), results, {});
  const types: string[] = [];
  for await (const { event } of (await other.logs.open(run)).read()) types.push(event.type);
  assert.deepEqual(types.slice(0, 6), ['run.started', ...Array(4).fill('idea.imported'), 'run.finished']);
});

test('what is no result is refused with the reason', async (context) => {
  const services = servicesOn(createMemoryBroker());
  const refused = async (...line: readonly string[]) =>
    (await call(context, services, ['import', 'v1', ...line])).output;
  assert.match(await refused(join(temporary, 'nothing')), /there is no such file or folder \[outside\.unreadable\]/);
  assert.match(await refused('tests/types'), /no folder of an idea .* is in it \[outside\.empty\]/);
  assert.match(await refused(join(results, 'ideas.json')), /\[table\.unusable\]/);
  assert.match(await refused('package.json'), /\[table\.unusable\]/);
});
