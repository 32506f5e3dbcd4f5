import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import type { Event } from '../../../src/events/envelope.ts';
import type { RunStarted } from '../../../src/events/vocabulary/run.ts';
import { chartsOf } from '../../../src/lab/report/draw.ts';
import { reportRuns } from '../../../src/lab/report/report.ts';
import { judgedInRuns, settingsIn } from '../../../src/lab/report/reviewer/reviewer.ts';
import { correlation, maximum, mean, quantile, standardError } from '../../../src/lab/report/statistics.ts';
import type { Broker } from '../../../src/ports/broker.ts';
import { brokerWith, put, servicesOn } from '../../support/command-line.ts';
import { importedIdea, wholeImport } from '../../support/imported.ts';
import { developed, Log } from '../../support/story.ts';

const report = (broker: Broker, runs: readonly string[] = [], template?: string) =>
  reportRuns(servicesOn(broker), { runs, template });

const imported = (...scores: readonly number[]): readonly Event[] => {
  const log = new Log().start(
    { ideas: scores.length },
    { models: { writer: 'gpt' }, imported: { format: 'v1', from: 'results' } },
  );
  for (const [index, score] of scores.entries())
    log.add(
      'idea.imported',
      `idea-${index + 1}`,
      'human',
      { ...wholeImport, number: index + 1, score },
      `human.${index}`,
    );
  return log.events;
};

test('statistics are those of the textbook', () => {
  const values = [2, 4, 4, 4, 5, 5, 7, 9];
  assert.equal(mean(values), 5);
  assert.ok(Math.abs((standardError(values) ?? 0) - Math.sqrt(32 / 7 / 8)) < 1e-12);
  assert.deepEqual([mean([]), standardError([3]), maximum([]), quantile([], 0.5)], [null, null, null, null]);
  assert.equal(maximum([1, 3, 2]), 3);
  assert.deepEqual(
    [0, 0.25, 0.5, 1].map((one) => quantile([1, 2, 4], one)),
    [1, 1.5, 2, 4],
  );
  assert.deepEqual(
    [
      correlation([
        [1, 2],
        [2, 4],
        [3, 6],
      ]),
      correlation([
        [1, 1],
        [1, 2],
      ]),
    ],
    [1, null],
  );
});

test('a row counts ideas, novel ones, completed experiments and papers, each with its event', async () => {
  const broker = await brokerWith('alpha');
  const { rows } = await report(broker);
  assert.equal(rows.length, 1);
  const [row] = rows;
  assert.deepEqual(
    [row?.template, row?.ideas, row?.novel, row?.passed, row?.papers, row?.scored, row?.meanScore, row?.maximumScore],
    ['toy', 1, 1, 1, 1, 1, 5, 5],
  );
  const log = await broker.logs.open('alpha');
  const types = Object.entries(row?.evidence[0]?.evidence ?? {}).map(async ([step, mark]) => [
    step,
    (await log.get(mark?.id ?? ''))?.event.type,
  ]);
  assert.deepEqual(Object.fromEntries(await Promise.all(types)), {
    proposed: 'idea.drafted',
    novel: 'idea.judged',
    passed: 'experiment.completed',
    paper: 'paper.compiled',
    reviewed: 'paper.reviewed',
  });
});

test('runs of one template and model are one row, others have their own; a run may be chosen', async () => {
  const broker = await brokerWith('alpha', 'beta');
  await put(broker, 'gamma', imported(3, 5));
  const { rows } = await report(broker);
  assert.deepEqual(
    rows.map(({ model, runs, imported: is, ideas, meanScore, standardError: error, dollars }) => [
      ...[model, [...runs].sort(), is, ideas, meanScore, error, dollars],
    ]),
    [
      ['', ['alpha', 'beta'], false, 2, 5, 0, rows[0]?.dollars],
      ['gpt', ['gamma'], true, 2, 4, 1, 0.26],
    ],
  );
  assert.deepEqual(
    (await report(broker, ['gam'])).rows.map(({ runs }) => runs),
    [['gamma']],
  );
  assert.deepEqual((await report(broker, [], 'other')).rows, []);
});

test('what was not recorded is null, not zero', async () => {
  const broker = createMemoryBroker();
  const paper = { ...wholeImport.papers[0], pdf: null } as (typeof wholeImport.papers)[number];
  const rated = importedIdea({ papers: [paper], outcome: 'reviewed', score: 4 });
  await put(broker, 'rated', new Log().start({}).add('idea.imported', 'idea-1', 'human', rated).events);
  const [row] = (await report(broker)).rows;
  assert.deepEqual([row?.novel, row?.passed, row?.dollars, row?.dollarsPerPaper], [null, null, null, null]);
  assert.deepEqual([row?.papers, row?.meanScore, row?.standardError], [1, 4, null]);
});

test('a fork counts only what it did itself; reviews of papers from outside, and runs without ideas and costs, do not count', async () => {
  const broker = await brokerWith('alpha');
  const [first, ...rest] = developed().events as [Event, ...Event[]];
  const through = rest.length + 1;
  const lineage = { run: 'alpha', through, id: 'x', chain: '', edited: [], changes: [] };
  const start = { ...first, data: { ...(first.data as RunStarted), forkedFrom: lineage } };
  const forked = { ...first, id: `forked.${through}`, type: 'run.forked', data: { run: 'alpha', through, budget: {} } };
  await put(broker, 'fork', [start, ...rest, forked]);
  await put(broker, 'review', [
    { ...first, data: { ...(first.data as RunStarted), paper: { name: 'p', file: { name: 'p.pdf' } } } } as Event,
  ]);
  await put(broker, 'tried', new Log().start({ ideas: 0 }, { models: { coder: 'm' } }).events);
  const [row, ...more] = (await report(broker)).rows;
  assert.deepEqual(more, []);
  assert.deepEqual([row?.ideas, row?.papers, [...(row?.runs ?? [])].sort()], [1, 1, ['alpha', 'fork']]);
});

test('the archive grows with the times of the events', async () => {
  const broker = createMemoryBroker();
  await put(broker, 'gamma', imported(3, 5));
  const { course } = await report(broker);
  assert.deepEqual(course.proposed, [{ time: wholeImport.at, count: 2 }]);
  const grown = (await report(await brokerWith('alpha'))).course;
  assert.deepEqual(
    grown.paper.map(({ count }) => count),
    [1],
  );
  assert.ok((grown.proposed[0]?.time ?? '') < (grown.paper[0]?.time ?? ''));
});

test('charts show what there is, and no empty one is drawn', async () => {
  const broker = createMemoryBroker();
  assert.deepEqual(chartsOf(await report(broker)), []);
  await put(broker, 'gamma', imported(3, 5));
  const charts = chartsOf(await report(broker));
  assert.deepEqual(
    charts.map(({ name, kind }) => [name, kind]),
    [
      ['scores', 'distributions'],
      ['cost', 'bars'],
      ['archive', 'steps'],
    ],
  );
  assert.deepEqual(charts[0]?.kind === 'distributions' && charts[0].groups, [
    { label: 'toy, gpt (2)', values: [3, 5], mean: 4, error: 1 },
  ]);
});

test('a reviewer’s settings are read from its name', () => {
  assert.deepEqual(settingsIn('gpt-4o_fewshot_1_reflect_5_ensemble_3'), {
    ...{ model: 'gpt-4o', examples: 1, reflections: 5, ensemble: 3 },
  });
  assert.deepEqual(settingsIn('my_model'), { model: 'my_model', examples: 0, reflections: 0, ensemble: 1 });
});

test('reviews in the log count for the papers that the labels name, the newest of each reviewer', () => {
  const labels = [
    { paper: 'My Paper', accepted: true, humanScore: 6 },
    { paper: 'x1', accepted: false, humanScore: null },
  ];
  const review = (run: string, file: string, paper: string, score: number, reviewer = 'm') => ({
    run,
    verdict: { paper, file, reviewer, score, decision: 'Accept' },
  });
  const judged = judgedInRuns(labels, [
    review('new', 'my_paper.pdf', 'my-paper', 7),
    review('old', 'my_paper.pdf', 'my-paper', 3),
    review('b', 'x1.tex', 'main', 4),
    review('c', 'x1.tex', 'main', 5, 'n'),
    review('d', 'unlabelled.pdf', 'unlabelled', 5),
  ]);
  assert.deepEqual(
    [...judged].map(([reviewer, list]) => [
      reviewer,
      list.map(({ run, paper, score, accepted }) => [run, paper, score, accepted]),
    ]),
    [
      [
        'm',
        [
          ['new', 'My Paper', 7, true],
          ['b', 'x1', 4, false],
        ],
      ],
      ['n', [['c', 'x1', 5, false]]],
    ],
  );
});
