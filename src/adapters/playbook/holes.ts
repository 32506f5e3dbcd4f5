import { CodedError } from '../../events/outcome.ts';
import { compare, formatNumber, formatValue, type Measured, type Value, valueAt } from './measured.ts';

export type Filling = {
  readonly measured: Measured;
  readonly better: Readonly<Record<string, 'lower' | 'higher'>>;
  /** run -> its name in tables. */
  readonly labels: Readonly<Record<string, string>>;
};

const broken = (hole: string, problem: string): never => {
  throw new CodedError('playbook.hole', `the playbook's {{${hole.slice(0, 80)}}}: ${problem}`);
};

const measurement = (hole: string, filling: Filling, path: string): Value => {
  const [run = '', dataset = '', metric = ''] = path.split('/');
  return valueAt(filling.measured, run, dataset, metric) ?? broken(hole, `there is no measurement ${path}`);
};

const directionOf = (hole: string, filling: Filling, path: string): 'lower' | 'higher' =>
  filling.better[path.split('/')[2] ?? ''] ?? broken(hole, 'it is not known which direction is better');

const ratio = (one: Value, other: Value): string => formatNumber(one.mean / other.mean);

const comparison = (hole: string, filling: Filling, words: readonly string[], texts: readonly string[]): string => {
  const [one = '', run = ''] = words;
  const other = [run, ...one.split('/').slice(1)].join('/');
  const verdict = compare(
    measurement(hole, filling, one),
    measurement(hole, filling, other),
    directionOf(hole, filling, one),
  );
  const [better, worse, same] = texts;
  return { better, worse, same }[verdict] ?? broken(hole, 'it needs three texts: better | worse | no difference');
};

const table = (hole: string, filling: Filling, [metric = '', ...datasets]: readonly string[]): string => {
  const runs = Object.keys(filling.measured).sort();
  const row = (run: string) =>
    [
      filling.labels[run] ?? broken(hole, `there is no label for ${run}`),
      ...datasets.map((dataset) => formatValue(measurement(hole, filling, `${run}/${dataset}/${metric}`))),
    ].join(' & ');
  return runs.map((run) => `${row(run)} \\\\`).join('\n');
};

const fill = (hole: string, filling: Filling): string => {
  const [head = '', ...texts] = hole.split('|').map((part) => part.trim());
  const [verb = '', ...words] = head.split(/\s+/);
  const first = words[0] ?? '';
  switch (verb) {
    case 'value':
      return formatValue(measurement(hole, filling, first));
    case 'mean':
      return formatNumber(measurement(hole, filling, first).mean);
    case 'ratio':
      return ratio(measurement(hole, filling, first), measurement(hole, filling, words[1] ?? ''));
    case 'compare':
      return comparison(hole, filling, words, texts);
    case 'table':
      return table(hole, filling, words);
    default:
      return broken(hole, 'no such hole');
  }
};

/**
 * Fills the holes of scripted prose with what was measured:
 *   {{value run_1/mod_division/final_val_acc}}   mean and standard error
 *   {{mean …}}, {{ratio … …}}                    a number; one mean divided by another
 *   {{compare run_1/<dataset>/<metric> run_0 | text if better | if worse | if there is no difference}}
 *   {{table <metric> <dataset> …}}               rows of a table: every run, its label and its values
 * Texts of a comparison may have holes of their own; a text that ends in a brace needs a space behind it. Throws CodedError('playbook.hole').
 */
export const fillHoles = (text: string, filling: Filling): string => {
  let current = text;
  for (let round = 0; round < 4; round += 1) {
    const next = current.replace(/\{\{((?:(?!\{\{|\}\})[\s\S])+)\}\}/g, (_, hole: string) => fill(hole, filling));
    if (next === current) return current;
    current = next;
  }
  return current;
};
