import { CodedError } from '../../../events/outcome.ts';
import type { Filling } from './filling.ts';
import { formatValue, valueAt } from './measured.ts';

const runNumber = (run: string): number => Number(run.replace(/\D/g, ''));

/** Makes a booktabs tabular with a block per dataset and a row per run, with means and standard errors. */
export const table = ({ measured, metrics, datasets, labels }: Filling, columns: readonly string[]): string => {
  const runs = Object.keys(measured).sort((one, other) => runNumber(one) - runNumber(other));
  const heading = (metric: string): string => {
    const known = metrics[metric];
    if (known === undefined) throw new CodedError('playbook.hole', `{{table}}: there is no metric ${metric}`);
    return known.heading;
  };
  const cell = (run: string, dataset: string, metric: string): string => {
    const value = valueAt(measured, run, dataset, metric);
    return value === undefined ? '--' : formatValue(value);
  };
  const block = (dataset: string): string =>
    [
      `\\multicolumn{${columns.length + 1}}{@{}l}{\\emph{${datasets[dataset] ?? dataset.replaceAll('_', ' ')}}} \\\\`,
      ...runs.map(
        (run) =>
          `\\quad ${labels[run] ?? 'further variant'} & ${columns.map((metric) => cell(run, dataset, metric)).join(' & ')} \\\\`,
      ),
    ].join('\n');
  return [
    `\\begin{tabular}{@{}l${'r'.repeat(columns.length)}@{}}`,
    '\\toprule',
    `Training & ${columns.map(heading).join(' & ')} \\\\`,
    '\\midrule',
    Object.keys(measured.run_0 ?? {})
      .map(block)
      .join('\n\\addlinespace\n'),
    '\\bottomrule',
    '\\end{tabular}',
  ].join('\n');
};
