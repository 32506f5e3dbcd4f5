import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Results } from '../../events/vocabulary/experiment.ts';

export type Normalised = { readonly results: Results } | { readonly problem: string };

type Fields = Readonly<Record<string, unknown>>;
type Numbers = Record<string, number>;

/** Bounds the size of events; a paper needs no more. */
const maximumLength = 400_000;
const maximumNumbers = 2000;

/** Metric name for a dataset whose result is a bare number. */
const bareMetric = 'value';

class Unusable extends Error {}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Quotes NaN and the infinities, which Python's json module writes but JSON does not allow. An unclosed string extends
 * to the end of the text: searching for the end from each of its quotes would take quadratic time.
 */
const oddNumber = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|(-?)\b(NaN|Infinity)\b/g;
const mark = 'not a number: ';
const markOdd = (text: string): string =>
  text.replace(oddNumber, (whole, sign: string | undefined, name: string | undefined) =>
    name === undefined ? whole : `"${mark}${sign ?? ''}${name}"`,
  );

const shown = (value: unknown): string => {
  if (typeof value === 'string' && value.startsWith(mark)) return value.slice(mark.length);
  if (Array.isArray(value)) return 'a list';
  return isFields(value) ? 'an object' : JSON.stringify(value).slice(0, 60);
};

const numberAt = (value: unknown, path: string): number => {
  if (typeof value !== 'number') throw new Unusable(`${path} is ${shown(value)}, which is not a number`);
  if (!Number.isFinite(value)) throw new Unusable(`${path} is too large for a number`);
  return value;
};

/** Flattens to metric -> value, joining names one level deeper by a dot. A bare number is filed under `bareMetric`. */
const numbersIn = (value: unknown, path: string): Numbers => {
  if (!isFields(value)) return { [bareMetric]: numberAt(value, path) };
  const found = Object.entries(value).flatMap(([name, entry]): (readonly [string, number])[] =>
    isFields(entry)
      ? Object.entries(entry).map(([inner, deep]) => [`${name}.${inner}`, numberAt(deep, `${path}.${name}.${inner}`)])
      : [[name, numberAt(entry, `${path}.${name}`)]],
  );
  return Object.fromEntries(found);
};

/** A null means absent; two levels are read. */
const withoutNulls = (value: unknown, levels = 2): unknown =>
  isFields(value) && levels > 0
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, entry]) => entry !== null)
          .map(([name, entry]) => [name, withoutNulls(entry, levels - 1)]),
      )
    : value;

/** Templates name a mean `loss_mean` and its standard error `loss_stderr`. */
const stem = (name: string): string => name.replace(/_(?:mean|means|stderr|stderrs|se|sem)$/i, '');

/** Files standard errors under the names of their means; those without a mean are dropped, and none is made up. */
const standardErrors = (value: unknown, means: Numbers, path: string): Numbers => {
  if (value === undefined || value === null) return {};
  const given = numbersIn(withoutNulls(value), path);
  const byStem = new Map(Object.entries(given).map(([name, error]) => [stem(name), error]));
  const matched = Object.keys(means).flatMap((metric) => {
    const error = Object.hasOwn(given, metric) ? given[metric] : byStem.get(stem(metric));
    return error === undefined ? [] : [[metric, error] as const];
  });
  const negative = matched.find(([, error]) => error < 0);
  if (negative !== undefined) throw new Unusable(`${path}.${negative[0]} is negative, but a standard error cannot be`);
  return Object.fromEntries(matched);
};

const hasMeans = (value: unknown): value is Fields => isFields(value) && Object.hasOwn(value, 'means');

const datasetOf = (value: unknown, path: string): Results[string] => {
  const [given, means] = hasMeans(value)
    ? [value, numbersIn(value.means, `${path}.means`)]
    : [{} as Fields, numbersIn(value, path)];
  if (Object.keys(means).length === 0) throw new Unusable(`${path} has no numbers in \`means\``);
  return { means, stderrs: standardErrors(given.stderrs, means, `${path}.stderrs`) };
};

/** A dataset, or several under a common name. */
const datasetsOf = ([name, value]: [string, unknown]): (readonly [string, Results[string]])[] => {
  const inner = isFields(value) && !hasMeans(value) ? Object.entries(value) : [];
  return inner.length > 0 && inner.every(([, entry]) => hasMeans(entry))
    ? inner.map(([deep, entry]) => [`${name}.${deep}`, datasetOf(entry, `${name}.${deep}`)])
    : [[name, datasetOf(value, name)]];
};

const resultsIn = (value: unknown): Results => {
  if (!isFields(value)) throw new Unusable('it is not an object of datasets');
  const results = Object.fromEntries(Object.entries(value).flatMap(datasetsOf));
  const count = Object.values(results).reduce((sum, { means }) => sum + Object.keys(means).length, 0);
  if (count === 0) throw new Unusable('it has no datasets');
  if (count > maximumNumbers) throw new Unusable(`it has ${count} means; at most ${maximumNumbers} are allowed`);
  return results;
};

/**
 * Parses a `final_info.json` in any form that published templates use: `means` as an object, nested one level deeper,
 * or a bare number, with or without `stderrs`. One value that is not a number invalidates the whole file.
 */
export const normaliseResults = (text: string): Normalised => {
  if (text.length > maximumLength) return { problem: `final_info.json is too long (${text.length} characters)` };
  try {
    return { results: resultsIn(parseJson(markOdd(text))) };
  } catch (error) {
    if (error instanceof Unusable || error instanceof CodedError)
      return { problem: `final_info.json cannot be used: ${error.message}` };
    if (error instanceof SyntaxError) return { problem: `final_info.json is not JSON: ${error.message}` };
    throw error;
  }
};
