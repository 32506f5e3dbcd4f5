import { Command } from 'commander';
import { type Measure, measures, type Rule, usualThreshold } from '../../lab/report/reviewer/agreement.ts';
import { type ReviewerReport, type ReviewerRow, reportReviewers } from '../../lab/report/reviewer/reviewer.ts';
import type { Services } from '../../lab/services.ts';
import { plural } from '../../text/quantities.ts';
import { type Column, table } from '../../text/table.ts';
import { whole } from '../number-options.ts';
import { outputColumns, tell } from '../output.ts';
import { refuse } from '../refuse.ts';
import { type FormOptions, formOption, printTable } from './table-form.ts';

type Options = FormOptions & {
  readonly threshold: Rule | 'calibrated';
  readonly seed: number;
  readonly resamples: number;
};

const titles: Readonly<Record<Measure, string>> = {
  balancedAccuracy: 'BAL. ACC.',
  accuracy: 'ACCURACY',
  f1: 'F1',
  auc: 'AUC',
  falsePositiveRate: 'FPR',
  falseNegativeRate: 'FNR',
  correlation: 'CORR.',
};

const settings: readonly Column<ReviewerRow>[] = [
  { title: 'REVIEWER', text: ({ model }) => model || '-' },
  { title: 'EXAMPLES', text: ({ examples }) => String(examples), right: true },
  { title: 'REFLECTIONS', text: ({ reflections }) => String(reflections), right: true },
  { title: 'ENSEMBLE', text: ({ ensemble }) => String(ensemble), right: true },
  { title: 'PAPERS', text: ({ papers }) => String(papers), right: true },
  { title: 'ACCEPTS', text: ({ rule }) => (rule === 'decision' ? 'as decided' : `≥ ${rule}`), right: true },
];

const valueText = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

const intervalText = ({ intervals }: ReviewerRow, measure: Measure): string => {
  const interval = intervals[measure];
  return interval === null ? '' : `${interval[0].toFixed(2)}–${interval[1].toFixed(2)}`;
};

const columns: readonly Column<ReviewerRow>[] = [
  ...settings,
  ...measures.map((measure) => ({
    title: titles[measure],
    text: (row: ReviewerRow) => `${valueText(row.agreement[measure])} (${intervalText(row, measure)})`,
    right: true,
  })),
];

/** In a terminal each reviewer has two lines: the values, and below them the intervals. */
const twoLines = (rows: readonly ReviewerRow[]): string => {
  const lines = rows.flatMap((row) => [
    { row, isFirst: true },
    { row, isFirst: false },
  ]);
  const shown = [
    ...settings.map((column) => ({
      ...column,
      text: ({ row, isFirst }: (typeof lines)[number]) => (isFirst ? column.text(row) : ''),
    })),
    ...measures.map((measure) => ({
      title: titles[measure],
      text: ({ row, isFirst }: (typeof lines)[number]) =>
        isFirst ? valueText(row.agreement[measure]) : intervalText(row, measure),
      right: true,
    })),
  ];
  return table(lines, shown, outputColumns());
};

const csvColumns = [
  ...['reviewer', 'model', 'examples', 'reflections', 'ensemble', 'papers', 'rule'],
  ...measures.flatMap((measure) => [measure, `${measure}Low`, `${measure}High`]),
];

const csvRow = ({ agreement, intervals, ...row }: ReviewerRow) => [
  ...[row.reviewer, row.model, row.examples, row.reflections, row.ensemble, row.papers, row.rule],
  ...measures.flatMap((measure) => [
    agreement[measure],
    intervals[measure]?.[0] ?? null,
    intervals[measure]?.[1] ?? null,
  ]),
];

const printReviewers = ({ rows, papers, leftOut }: ReviewerReport, options: Options): void => {
  if (leftOut > 0) tell(`${plural(leftOut, 'row')} without a decision and a score left out`);
  if (rows.length === 0) tell('There is no judgement of these papers, neither in the table nor in the log.');
  const csv = { columns: csvColumns, rows: rows.map(csvRow) };
  printTable({ rows, columns, text: () => twoLines(rows), csv, json: { rows, papers, leftOut } }, options);
};

const threshold = (text: string): Rule | 'calibrated' => {
  if (text === 'calibrated' || text === 'decision') return text;
  const value = Number(text);
  if (text.trim() !== '' && value >= 1 && value <= 10) return value;
  return refuse('a score from 1 to 10, calibrated or decision');
};

/** The subcommand `report reviewer`. */
export const reviewerCommand = (services: Services): Command =>
  new Command('reviewer')
    .description('Compare reviews by models with the decisions of people.')
    .argument('<table>', 'a .csv of papers with people’s decisions')
    .option(
      '--threshold <score>',
      'accept from this overall score on; "calibrated" finds the best one; "decision" takes the decision as written',
      threshold,
      usualThreshold,
    )
    .option('--seed <n>', 'seed of the resampling', whole(0, 2 ** 31 - 1), 1)
    .option('--resamples <n>', 'number of resamples for the intervals', whole(10, 100_000), 1000)
    .addOption(formOption())
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
The table has the columns paper and human_decision (Accept…, Reject), and where there are such columns human_scores
(separated by spaces), reviewer, overall and decision: a row for each paper and reviewer. Papers that \`review\` has reviewed
here count too, if the table has their file's name as paper. Settings are read from the reviewer's name, as in
gpt-4o_fewshot_1_reflect_5_ensemble_5: one worked example, five reflections, five reviews.

BAL. ACC. is the balanced accuracy, AUC that of the overall score, FPR the share of rejected papers that the model accepts, FNR the
share of accepted ones that it rejects, CORR. the correlation of the overall score with the mean human score. Intervals
are those of the central 95 % of resampled papers. A calibrated threshold is chosen on the same papers, so its figures are
optimistic.

Examples:
  ai-scientist report reviewer reviews.csv
  ai-scientist report reviewer reviews.csv --threshold calibrated --format markdown`,
    )
    .action(async (path: string, _: Options, command: Command) => {
      // `report` has options of the same names, and takes them wherever they stand.
      const options: Options = command.optsWithGlobals();
      const { threshold: rule, seed, resamples } = options;
      const report = await reportReviewers(services, { table: path, rule, sampling: { seed, resamples } });
      printReviewers(report, options);
    });
