import { CodedError } from '../../../events/outcome.ts';
import type { Filling } from './filling.ts';
import { type Piece, parseHoles } from './hole-syntax.ts';
import { compare, formatNumber, formatValue, type Value, valueAt } from './measured.ts';
import { table } from './table.ts';

const broken = (head: string, problem: string): never => {
  throw new CodedError('playbook.hole', `the playbook's {{${head.slice(0, 80)}}}: ${problem}`);
};

const measurement = (head: string, filling: Filling, path: string): Value => {
  const [experiment = '', dataset = '', metric = ''] = path.split('/');
  return valueAt(filling.measured, experiment, dataset, metric) ?? broken(head, `there is no measurement ${path}`);
};

/** Completes the other path from the first: `run_0` beside `run_1/<dataset>/<metric>`. */
const completed = (path: string, first: string): string =>
  [...path.split('/'), ...first.split('/').slice(path.split('/').length)].join('/');

const verdict = (head: string, filling: Filling, first: string, second: string): 0 | 1 | 2 => {
  const better =
    filling.metrics[first.split('/')[2] ?? '']?.better ?? broken(head, 'it is not known which direction is better');
  const found = compare(
    measurement(head, filling, first),
    measurement(head, filling, completed(second, first)),
    better,
  );
  return found === 'better' ? 0 : found === 'worse' ? 1 : 2;
};

const fillOne = (head: string, texts: readonly (readonly Piece[])[], filling: Filling): string => {
  const [verb = '', ...words] = head.split(/\s+/);
  const [first = '', second = ''] = words;
  const at = (path: string): number => measurement(head, filling, path).mean;
  const chosen = (index: number, wanted: number): string =>
    texts.length === wanted
      ? fillPieces(texts[index] ?? [], filling)
      : broken(head, `it needs ${wanted} texts and has ${texts.length}`);
  switch (verb) {
    case 'value':
      return formatValue(measurement(head, filling, first));
    case 'mean':
      return formatNumber(at(first));
    case 'percent':
      return `${(100 * at(first)).toFixed(1)}\\,\\%`;
    case 'ratio':
      return (at(first) / at(completed(second, first))).toFixed(2);
    case 'difference':
      return formatNumber(Math.abs(at(first) - at(completed(second, first))));
    case 'compare':
      return chosen(verdict(head, filling, first, second), 3);
    case 'has':
      return chosen(filling.measured[first] === undefined ? 1 : 0, 2);
    case 'number':
      return filling.numbers[first] ?? broken(head, `there is no number ${first}`);
    case 'table':
      return table(filling, words);
    default:
      return broken(head, 'no such hole');
  }
};

const fillPieces = (pieces: readonly Piece[], filling: Filling): string =>
  pieces.map((piece) => (typeof piece === 'string' ? piece : fillOne(piece.head, piece.texts, filling))).join('');

/**
 * Fills the holes of scripted prose with measurements. A path is <experiment>/<dataset>/<metric>.
 *   {{value path}} {{mean path}} {{percent path}}   mean and standard error; the mean; the mean in percent
 *   {{ratio path run_0}} {{difference path run_0}}   one mean over another; how far they are apart
 *   {{compare path run_0 | if better | if worse | if there is no measurable difference}}
 *   {{has run_2 | if there are results of it | if not}}
 *   {{number modulus}}                               of the idea's parameters or of the profile
 *   {{table metric metric …}}                        a tabular of every dataset and experiment
 * Throws CodedError('playbook.hole').
 */
export const fillHoles = (text: string, filling: Filling): string => fillPieces(parseHoles(text), filling);
