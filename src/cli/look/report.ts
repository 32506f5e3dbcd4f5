import { drawReport } from '../../lab/report/draw.ts';
import { type Report, reportRuns } from '../../lab/report/report.ts';
import type { Row } from '../../lab/report/rows.ts';
import { dollarsText, numberText } from '../../text/quantities.ts';
import type { Column } from '../../text/table.ts';
import type { DefineCommand } from '../command.ts';
import { tell } from '../output.ts';
import { reviewerCommand } from './report-reviewer.ts';
import { type FormOptions, formOption, printTable } from './table-form.ts';

type Options = FormOptions & { readonly template?: string; readonly charts?: string };

const scoreText = ({ meanScore, standardError }: Row): string =>
  standardError === null ? numberText(meanScore) : `${meanScore?.toFixed(2)} ± ${standardError.toFixed(2)}`;

const costText = (dollars: number | null, unpriced: number): string =>
  dollars === null ? '-' : dollarsText({ dollars, unpriced });

const columns: readonly Column<Row>[] = [
  { title: 'TEMPLATE', text: ({ template }) => template },
  { title: 'MODEL', text: ({ model, imported }) => (imported ? `${model} (imported)` : model) },
  { title: 'IDEAS', text: ({ ideas }) => String(ideas), right: true },
  { title: 'NOVEL', text: ({ novel }) => numberText(novel), right: true },
  { title: 'PASSED', text: ({ passed }) => numberText(passed), right: true },
  { title: 'PAPERS', text: ({ papers }) => String(papers), right: true },
  { title: 'MEAN SCORE', text: scoreText, right: true },
  { title: 'MAX', text: ({ maximumScore }) => numberText(maximumScore), right: true },
  { title: 'COST', text: ({ dollars, unpriced }) => costText(dollars, unpriced), right: true },
  {
    title: 'PER PAPER',
    text: ({ dollarsPerPaper, unpriced }) => costText(dollarsPerPaper, unpriced),
    right: true,
  },
];

const fields = [
  'template',
  'model',
  'imported',
  'ideas',
  'novel',
  'passed',
  'papers',
  'scored',
  'meanScore',
  'standardError',
  'maximumScore',
  'dollars',
  'unpriced',
  'dollarsPerPaper',
] as const satisfies readonly (keyof Row)[];

const csvCell = (value: Row[(typeof fields)[number]]): string | number | null =>
  typeof value === 'boolean' ? String(value) : value;

const printReport = ({ rows, course, damaged }: Report, options: FormOptions): void => {
  for (const { run, reason } of damaged) tell(`${run} is left out: ${reason}`);
  const csv = { columns: fields, rows: rows.map((row) => fields.map((field) => csvCell(row[field]))) };
  printTable({ rows, columns, csv, json: { rows, course } }, options);
};

export const define: DefineCommand = (command, services) =>
  command
    .addCommand(reviewerCommand(services))
    .argument('[runs...]', 'names of runs, or prefixes; all runs if there are none')
    .option('--template <name>', 'only runs on this template')
    .addOption(formOption())
    .option('--json', 'as JSON, with the events behind each figure')
    .option('--charts <folder>', 'also draw scores, costs and the growth of the archive there, as SVG and PNG')
    .addHelpText(
      'after',
      `
One row for each template and each choice of models for ideas, code and papers. IDEAS are those that were proposed, NOVEL
those judged novel, PASSED those with a completed experiment, PAPERS those with a compiled paper. MEAN SCORE is that of the
reviewed papers, with the standard error of the mean. COST is that of the whole runs; with ≥ some calls have no known price.
What a fork shares with its original counts there alone, and reviews of papers from outside do not count.

Examples:
  ai-scientist report
  ai-scientist report --template 2d_diffusion --format latex
  ai-scientist report latest --charts charts
  ai-scientist report reviewer labels.csv`,
    )
    .action(async (runs: string[], options: Options) => {
      const report = await reportRuns(services, { runs, template: options.template });
      printReport(report, options);
      if (options.charts === undefined) return;
      const files = await drawReport(services, report, options.charts);
      tell(files.length === 0 ? 'There is nothing to draw.' : `drawn: ${files.join(', ')}`);
    });
