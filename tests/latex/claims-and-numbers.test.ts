import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RecordedExperiment } from '../../src/events/vocabulary/code.ts';
import type { SectionName } from '../../src/events/vocabulary/paper.ts';
import { checkClaims } from '../../src/latex/checks/claims.ts';
import type { Check, Manuscript } from '../../src/latex/checks/complaint.ts';
import { checkNumbers } from '../../src/latex/checks/numbers.ts';

type Means = Readonly<Record<string, number>>;
const experiment = (
  number: number,
  datasets: Readonly<Record<string, Means>>,
  stderrs: Means = {},
  description = '',
): RecordedExperiment =>
  ({
    run: number,
    description,
    results: Object.fromEntries(Object.entries(datasets).map(([name, means]) => [name, { means, stderrs }])),
  }) as RecordedExperiment;

const metrics: Manuscript['metrics'] = {
  val_loss: { better: 'lower' },
  val_accuracy: { better: 'higher', label: 'validation accuracy' },
  steps: {},
};
const found = (
  check: Check,
  text: string,
  experiments: readonly RecordedExperiment[],
  section: SectionName = 'results',
) =>
  check({
    sections: { [section]: text },
    keys: [],
    figures: [],
    labels: [],
    environment: {},
    experiments,
    metrics,
  } as never);
const textsOf = (...given: Parameters<typeof found>): readonly string[] => found(...given).map(({ text }) => text);

const baseline = experiment(0, { toy: { val_loss: 1.5, val_accuracy: 0.8, steps: 100 } });
const worse = [baseline, experiment(1, { toy: { val_loss: 1.6, val_accuracy: 0.7, steps: 50 } })];
const claims = (
  text: string,
  experiments: readonly RecordedExperiment[] = worse,
  section?: SectionName,
): readonly string[] => textsOf(checkClaims, text, experiments, section);
const isClaim = (text: string, experiments?: readonly RecordedExperiment[]): boolean =>
  claims(text, experiments).length > 0;

const hedges =
  'not no never neither nor without fails worse worsens degrades although though while whereas but however despite trade-off tradeoffs whether if may might could would should can aims aimed hope hopes expected hypothesis goal seeks attempts designed intended proposed future prior previous potential potentially only'.split(
    ' ',
  );

test('a worse number must not be called a gain', () => {
  assert.deepEqual(claims('Dropout improves the validation loss.'), [
    '"Dropout improves the validation loss.": no recorded experiment is better than the baseline in val loss (lower is better); state what the numbers show',
  ]);
  for (const text of [
    'It outperforms the baseline in val loss.',
    'It reduces the val loss.',
    'It has a lower validation loss.',
    'It raises the validation accuracy.',
  ])
    assert.ok(isClaim(text), text);
});

test('a sentence that hedges, denies, plans or asks claims nothing', () => {
  for (const hedge of hedges) assert.ok(!isClaim(`${hedge} dropout improves the validation loss.`), hedge);
  for (const text of [
    "It doesn't improve the validation loss.",
    'Others improve the validation loss \\citep{a}.',
    'Does it improve the validation loss?',
    'At the cost of time it improves the validation loss.',
    'At the expense of time it improves the validation loss.',
    'There is room for improved validation loss.',
  ])
    assert.ok(!isClaim(text), text);
  for (const word of ['notable', 'canny', 'button', 'iffy'])
    assert.ok(isClaim(`A ${word} method improves the validation loss.`), word);
});

test('words of a fall are a gain only where lower is better, and words of a rise where higher is', () => {
  assert.ok(isClaim('It increases the validation accuracy.') && isClaim('It decreases the validation loss.'));
  for (const text of [
    'It decreases the validation accuracy.',
    'It increases the validation loss.',
    'It raises and lowers the validation loss.',
    'It raises and lowers the validation accuracy.',
  ])
    assert.ok(!isClaim(text), text);
});

test('only a sentence about one metric whose better side is known is judged', () => {
  for (const text of [
    'It improves the validation loss and the validation accuracy.',
    'It improves the steps.',
    'It improves everything.',
  ])
    assert.ok(!isClaim(text), text);
});

const experimentsWith = (after: Readonly<Record<string, Means>>) => [
  experiment(0, { one: { val_loss: 1 }, other_set: { val_loss: 1 } }),
  experiment(1, after),
];
const gain = 'It improves the validation loss';

test('a claim stands when some run is better somewhere, or none is worse', () => {
  assert.ok(isClaim(`${gain}.`, experimentsWith({ one: { val_loss: 1.5 }, other_set: { val_loss: 1 } })));
  assert.ok(!isClaim(`${gain}.`, experimentsWith({ one: { val_loss: 1.5 }, other_set: { val_loss: 0.5 } })));
  assert.ok(!isClaim(`${gain}.`, experimentsWith({ one: { val_loss: 1 }, other_set: { val_loss: 1 } })));
  assert.ok(!isClaim(`${gain}.`, experimentsWith({ one: {}, third: { val_loss: 9 } })), 'nothing can be compared');
  assert.ok(!isClaim(`${gain}.`, [experiment(1, { one: { val_loss: 9 } })]), 'there is no baseline');
});

test('a claim about a data set is held against that data set', () => {
  const mixed = experimentsWith({ one: { val_loss: 1.5 }, other_set: { val_loss: 0.5 } });
  assert.ok(isClaim(`${gain} on One.`, mixed));
  for (const name of ['other set', 'other\\_set', 'Other\\_Set'])
    assert.ok(!isClaim(`${gain} on ${name}.`, mixed), name);
  const turned = experimentsWith({ one: { val_loss: 0.5 }, other_set: { val_loss: 1.5 } });
  for (const name of ['other set', 'other\\_set', 'Other Set']) assert.ok(isClaim(`${gain} on ${name}.`, turned), name);
});

test('a sentence that contradicts its own numbers is told, whatever the log has', () => {
  const told = (text: string) => claims(text, [])[0]?.replace(/^".*": (.*); state .*$/, '$1');
  assert.equal(told('It reduces the time from 1.5 to 2.'), 'it says that the value falls, from 1.5 to 2');
  assert.equal(told('It raises the time from 3 to 2.'), 'it says that the value rises, from 3 to 2');
  for (const text of [
    'It reduces the time from 2 to 1.5.',
    'It raises the time from 2 to 3.',
    'It raises the time from 2 to 2.',
    'It reduces and raises it from 1 to 2.',
    'It goes from 1 to 2.',
  ])
    assert.equal(told(text), undefined, text);
  const by = (text: string) => claims(text).map((one) => /it says that the value (\w+)/.exec(one)?.[1]);
  assert.deepEqual(by('It improves the validation loss from 1 to 2.'), ['falls']);
  assert.deepEqual(by('It improves the validation accuracy from 2 to 1.'), ['rises']);
  assert.deepEqual(by('It improves the steps from 2 to 1.'), []);
});

test('what the work of others achieved is no claim, and a long sentence is cut', () => {
  const text = `First.\n${'So '.repeat(80)}it improves the validation loss.`;
  for (const section of ['related_work', 'background'] as const) assert.deepEqual(claims(text, worse, section), []);
  const [complaint] = found(checkClaims, text, worse);
  assert.deepEqual([complaint?.line, complaint?.blocking, complaint?.text.indexOf('":')], [2, false, 161]);
  assert.match(complaint?.text ?? '', /^"So So/);
});

const table = (...cells: readonly string[]) =>
  `\\begin{tabular}{lp{0.33\\textwidth}}\nx & ${cells.join(' & ')} \\\\[0.55ex]\n\\end{tabular}`;
const recorded = [
  experiment(0, { one: { loss: 0.4372, time: 12.5 } }, { loss: 0.0123 }, 'rate of 0.77'),
  experiment(1, { one: { loss: 0.3372, time: 25 } }),
];
const untraced = (
  text: string,
  experiments: readonly RecordedExperiment[] = recorded,
  section?: SectionName,
): readonly string[] =>
  textsOf(checkNumbers, text, experiments, section).map((complaint) =>
    complaint.replace(/ in a table of results.*$/, ''),
  );
const isTraced = (number: string, experiments?: readonly RecordedExperiment[]): boolean =>
  untraced(table(number), experiments).length === 0;

test('a number is traced as it is, in thousands or millions, as percent or in thousandths, and in no other power of ten', () => {
  const only = [experiment(0, { one: { loss: 4372.1 } })];
  for (const number of ['4372.1', '437210.0', '4372100.0', '4.3721', '0.0043721'])
    assert.ok(isTraced(number, only), number);
  for (const number of ['43721.0', '437.21', '43.721', '0.43721', '0.043721', '43721000.0'])
    assert.ok(!isTraced(number, only), number);
});

test('a number may be rounded as it is printed, and written with a power of ten', () => {
  for (const number of [
    '0.4',
    '0.44',
    '0.437',
    '-0.437',
    '+0.437',
    '4.372\\times10^{-1}',
    '4.372e-1',
    '4.4 \\cdot 10^{-1}',
  ])
    assert.ok(isTraced(number), number);
  for (const number of ['0.43', '0.438', '0.4371', '4.5e-1']) assert.ok(!isTraced(number), number);
});

test('errors, their 95 % intervals, differences and ratios of what can be compared are recorded numbers', () => {
  for (const number of ['0.0123', '0.0241', '0.100', '0.2287', '1.2966', '12.063', '28.591'])
    assert.ok(isTraced(number), number);
  assert.ok(!isTraced('24.563', recorded), 'loss of one run and time of another');
});

test('means over data sets are recorded numbers, of one metric and run', () => {
  const two = [
    experiment(0, { one: { loss: 0.31, time: 7 }, other: { loss: 0.6 } }),
    experiment(1, { one: { loss: 0.8 } }),
  ];
  assert.ok(isTraced('0.455', two));
  assert.ok(!isTraced('0.570', two), 'of all runs');
  assert.ok(!isTraced('2.637', two), 'of all metrics');
});

test('nothing is divided by nothing', () => {
  const none = [experiment(0, { one: { loss: 0 } }), experiment(1, { one: { loss: 5 } })];
  assert.ok(!isTraced('1.2345', none) && isTraced('5.0', none));
});

test('a setting that a run was described with, widths, labels and whole numbers are no invented results', () => {
  assert.deepEqual(
    untraced(table('0.77', '3', '1000', '\\cite{a2.22}', '\\rule{1.11em}{2pt}', '\\multirow{2.34}{*}{a}')),
    [],
  );
  assert.deepEqual(untraced(table('0.76')), ['0.76']);
});

test('only tables of the results are looked at, and each number is told with its line', () => {
  assert.deepEqual(untraced('It is 0.999.'), []);
  assert.deepEqual(untraced(table('0.999'), recorded, 'method'), []);
  assert.deepEqual(untraced(`${table('0.999')} 0.888 ${table('1,234.5')}`), ['0.999', '1,234.5']);
  const [complaint] = found(checkNumbers, `\n${table('0.999')}`, recorded);
  assert.deepEqual([complaint?.line, complaint?.blocking], [3, false]);
});
