import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import type { Services } from '../../../src/lab/services.ts';
import type { Chart } from '../../../src/ports/charts.ts';
import { latexTable, markdownTable } from '../../../src/text/table-forms.ts';
import { brokerWith, call, put, servicesOn } from '../../support/command-line.ts';
import { corpusFolder, readCorpus } from '../../support/corpus.ts';

const temporary = await mkdtemp(join(tmpdir(), 'report-'));
after(() => rm(temporary, { recursive: true, force: true }));

test('the table is printed in every form', async (context) => {
  const services = servicesOn(await brokerWith('alpha'));
  const said = async (form: string) => (await call(context, services, `report --format ${form}`)).output;
  assert.match(
    await said('text'),
    /^TEMPLATE +MODEL +IDEAS +NOVEL +PASSED +PAPERS +MEAN SCORE +MAX +COST +PER PAPER\ntoy/,
  );
  assert.match(await said('markdown'), /^\| TEMPLATE \| MODEL \|.*\n\| --- \| --- \| ---: \|.*\n\| toy \|/);
  assert.match(
    await said('latex'),
    /^\\begin\{tabular\}\{llrrrrrrrr\}\n {2}\\toprule\n[\s\S]*\n {2}toy & .* \\\\\n {2}\\bottomrule/,
  );
  assert.match(await said('csv'), /^template,model,imported,ideas,.*\ntoy,,false,1,1,1,1,1,5,,5,/);
  assert.equal(JSON.parse(await said('json')).rows[0].papers, 1);
  assert.equal((await call(context, services, 'report --format html')).code, 2);
});

test('no text leaves its cell', () => {
  const columns = [
    { title: 'A_B', text: (one: string) => one, right: true },
    { title: 'C', text: () => '1' },
  ];
  assert.equal(markdownTable(['a|b\n*c*'], columns), '| A\\_B | C |\n| ---: | --- |\n| a\\|b \\*c\\* | 1 |\n');
  const row = latexTable(['\\input{x} & 5 % #$_^~<'], columns).split('\n')[4];
  assert.equal(
    row,
    '  \\textbackslash{}input\\{x\\} \\& 5 \\% \\#\\$\\_\\textasciicircum{}\\textasciitilde{}\\textless{} & 1 \\\\',
  );
});

test('charts are drawn into the folder, and nothing where there is nothing', async (context) => {
  const drawn: (readonly [readonly Chart[], string])[] = [];
  const charts: Services['charts'] = {
    draw: async (...request) => {
      drawn.push(request);
      return ['scores.svg'];
    },
  };
  const { output } = await call(context, servicesOn(await brokerWith('alpha'), '', { charts }), 'report --charts here');
  assert.match(output, /drawn: scores\.svg/);
  assert.deepEqual(
    drawn.map(([list, folder]) => [list.map(({ name }) => name), folder]),
    [[['scores', 'cost', 'archive'], 'here']],
  );
  const empty = await call(context, servicesOn(createMemoryBroker()), 'report --charts here');
  assert.match(empty.output, /nothing to draw/);
});

test('reviewers are compared in every form, at any threshold', async (context) => {
  const services = servicesOn(createMemoryBroker());
  const said = async (...words: readonly string[]) => {
    const line = ['report', 'reviewer', 'tests/data/iclr-reviews.csv', '--resamples', '20', ...words];
    return (await call(context, services, line)).output;
  };
  assert.match(
    await said(),
    /gpt-4o +1 +5 +5 +500 +≥ 6 +0\.65 +0\.66 +0\.57 +0\.69 +0\.31 +0\.39 +0\.42\n +0\.\d\d–0\.\d\d/,
  );
  assert.match(
    await said('--threshold', 'decision', '--format', 'csv'),
    /\ngpt-4o,gpt-4o,0,0,1,500,decision,0\.5848238855255/,
  );
  assert.match(
    await said('--threshold', 'calibrated', '--format', 'markdown'),
    /claude-3-5-sonnet \| 0 \| 5 \| 5 \| 500 \| ≥ 8 \|/,
  );
  const seeded = await said('--seed', '3', '--json');
  assert.equal(seeded, await said('--seed', '3', '--json'));
  assert.notEqual(seeded, await said('--seed', '4', '--json'));
  assert.match(await said('--threshold', '11'), /a score from 1 to 10, calibrated or decision/);
});

test('a recorded review counts if the table labels its paper', async (context) => {
  const broker = createMemoryBroker();
  const submitted = (await readCorpus(corpusFolder)).find(({ name }) => name === 'submitted');
  await put(broker, 'review', submitted?.log.map(({ event }) => event) ?? []);
  const labels = join(temporary, 'labels.csv');
  await writeFile(labels, 'paper,human_decision,human_scores\nshaken-toys,Reject,3 4\nother,Accept,8 8\n');
  const { output } = await call(context, servicesOn(broker), ['report', 'reviewer', labels, '--json']);
  const { rows, papers } = JSON.parse(output);
  assert.equal(papers, 2);
  assert.deepEqual(
    rows.map(({ examples, reflections, ensemble, papers: count, runs }: any) => [
      examples,
      reflections,
      ensemble,
      count,
      runs,
    ]),
    [[1, 1, 2, 1, { 'shaken-toys': 'review' }]],
  );
  const none = await call(context, servicesOn(createMemoryBroker()), ['report', 'reviewer', labels]);
  assert.match(none.output, /no judgement of these papers/);
});
