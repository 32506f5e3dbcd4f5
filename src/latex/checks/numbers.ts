import type { RecordedExperiment } from '../../events/vocabulary/code.ts';
import { code, lineFinder } from '../scan.ts';
import { eachSection } from './complaint.ts';

type Cell = { readonly experiment: number; readonly dataset: string; readonly metric: string; readonly value: number };

const table = /\\begin\{(tabular|tabularx|tabulary|longtable|array)(\*?)\}(?:(?!\\begin\{\1)[\s\S])*?\\end\{\1\2\}/g;
/** Lengths, widths and the like are not results. */
const layout =
  /\\begin\{[a-z]{1,40}\*?\}(?:\[[^\]]{0,400}\])?(?:\{\\?[^{}]{0,400}\}){1,2}|(?<!\d)(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})\s{0,20}\\(?:text|line|column)width|(?<!\d)-?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})\s{0,20}(?:em|ex|pt|cm|mm|in)\b|\\(?:label|ref|cite[a-z]{0,20}|cmidrule|cline)(?:\([a-z]{0,20}\))?\{[^}]{0,400}\}|\\multirow\{[^}]{0,100}\}(?:\{[^}]{0,100}\})?/g;
const decimal =
  /(?<![\w.])[-+−]?\d[\d,]{0,40}\.\d+(?:\s{0,20}(?:\\times|\\cdot)\s{0,20}10\^\{?(-?\d+)\}?|[eE]([-+]?\d+))?(?![\w]|\.\d)/g;

/** Seconds as milliseconds, fractions as percent, counts in thousands and millions. */
const scales = [1, 100, 1000, 0.001, 1e-6] as const;

const cellsOf = (experiments: readonly RecordedExperiment[]): readonly Cell[] =>
  experiments.flatMap((experiment) =>
    Object.entries(experiment.results).flatMap(([dataset, result]) =>
      Object.entries(result.means).map(([metric, value]) => ({ experiment: experiment.run, dataset, metric, value })),
    ),
  );

const meansOverDatasets = (cells: readonly Cell[]): readonly Cell[] =>
  Object.values(Object.groupBy(cells, (cell) => JSON.stringify([cell.experiment, cell.metric]))).flatMap((group) => {
    const [first] = group ?? [];
    if (first === undefined || group === undefined || group.length < 2) return [];
    return [{ ...first, dataset: 'mean', value: group.reduce((sum, cell) => sum + cell.value, 0) / group.length }];
  });

const comparisons = (cells: readonly Cell[]): readonly number[] =>
  cells.flatMap((one) =>
    cells
      .filter(
        (other) =>
          other !== one &&
          (other.metric === one.metric || (other.experiment === one.experiment && other.dataset === one.dataset)),
      )
      .flatMap((other) => [
        one.value - other.value,
        ...(other.value === 0 ? [] : [(one.value - other.value) / Math.abs(other.value), one.value / other.value]),
      ]),
  );

/**
 * Returns every number that a table may show: recorded, averaged over datasets, or a difference or ratio of two of
 * those.
 */
const traceable = (experiments: readonly RecordedExperiment[]): readonly number[] => {
  const cells = cellsOf(experiments);
  const all = [...cells, ...meansOverDatasets(cells)];
  const errors = experiments.flatMap((experiment) =>
    Object.values(experiment.results).flatMap((result) => Object.values(result.stderrs)),
  );
  return [...all.map((cell) => cell.value), ...errors, ...errors.map((error) => 1.96 * error), ...comparisons(all)];
};

const isRounded = (value: number, unit: number, known: readonly number[]): boolean =>
  known.some((exact) =>
    scales.some(
      (scale) => Math.abs(Math.abs(exact * scale) - Math.abs(value)) <= unit * 0.5000001 + Math.abs(value) * 1e-9,
    ),
  );

/** Requires the decimals in result tables to be traceable to the log. */
export const checkNumbers = eachSection((text, section, { experiments }) => {
  if (section !== 'results') return [];
  const source = code(text);
  const tables = [...source.matchAll(table)];
  if (tables.length === 0) return [];
  const lineAt = lineFinder(source);
  const known = traceable(experiments);
  const said = new Set(
    experiments.flatMap((experiment) => experiment.description.match(/(?<!\d)\d{1,40}\.\d{1,40}/g) ?? []),
  );
  return tables.flatMap((found) => {
    const content = found[0].replace(layout, (match) => match.replace(/[^\n]/g, ' '));
    return [...content.matchAll(decimal)].flatMap((match) => {
      const digits = match[0].replace(/[,+−-]/g, '').match(/^\d+\.(\d+)/) ?? ['0', ''];
      const power = 10 ** Number(match[1] ?? match[2] ?? 0);
      const unit = 10 ** -(digits[1] ?? '').length * power;
      if (said.has(digits[0]) || isRounded(Number(digits[0]) * power, unit, known)) return [];
      const line = lineAt(found.index + match.index);
      return [
        {
          line,
          blocking: false,
          text: `${match[0].trim()} in a table of results is not a recorded number, nor a difference or ratio of recorded numbers: use the recorded results, or remove it`,
        },
      ];
    });
  });
});
