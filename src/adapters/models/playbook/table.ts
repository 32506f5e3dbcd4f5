import { CodedError } from '../../../events/outcome.ts';
import type { Filling } from './filling.ts';
import { formatValue, valueAt } from './measured.ts';

const experimentNumber = (name: string): number => Number(name.replace(/\D/g, ''));

/** Makes a booktabs tabular with a block per dataset and a row per experiment, with means and standard errors. */
export const table = ({ measured, metrics, datasets, labels }: Filling, columns: readonly string[]): string => {
  const experiments = Object.keys(measured).sort((one, other) => experimentNumber(one) - experimentNumber(other));
  const heading = (metric: string): string => {
    const known = metrics[metric];
    if (known === undefined) throw new CodedError('playbook.hole', `{{table}}: there is no metric ${metric}`);
    return known.heading;
  };
  const cell = (experiment: string, dataset: string, metric: string): string => {
    const value = valueAt(measured, experiment, dataset, metric);
    return value === undefined ? '--' : formatValue(value);
  };
  const block = (dataset: string): string =>
    [
      `\\multicolumn{${columns.length + 1}}{@{}l}{\\emph{${datasets[dataset] ?? dataset.replaceAll('_', ' ')}}} \\\\`,
      ...experiments.map(
        (experiment) =>
          `\\quad ${labels[experiment] ?? 'further variant'} & ${columns.map((metric) => cell(experiment, dataset, metric)).join(' & ')} \\\\`,
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
