import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Results } from '../../events/vocabulary/experiment.ts';
import {
  below,
  type Fields,
  isDeviation,
  isFields,
  isNull,
  markOdd,
  numbersIn,
  type Omit,
  separate,
  standardErrors,
} from './numbers.ts';

type Omitted = {
  readonly path: string;
  readonly reason: string;
  readonly dataset: string;
  readonly metric: string | undefined;
};

/** `omitted` are the values that are not kept, by their place in the file. */
export type Normalised =
  | { readonly results: Results; readonly omitted: readonly Omitted[] }
  | { readonly problem: string };

/** Bounds the size of events; a paper needs no more. */
const maximumLength = 400_000;
const maximumNumbers = 2000;

/** Dataset name for metrics that stand under no dataset. */
const bareDataset = 'all';

class Unusable extends Error {}

const meansName = /^means?$/i;
const errorsName = /^(?:std_?errs?|std_?errors?|standard_errors?|sem)$/i;
const deviationsName = /^(?:stds?|std_?devs?|standard_deviations?)$/i;

const fieldNamed = (fields: Fields, name: RegExp): string | undefined =>
  Object.keys(fields).find((key) => name.test(key));

/** True for `{means, …}` and `{mean, std}`; a number called `mean` beside other metrics is a metric itself. */
const hasMeans = (value: unknown): value is Fields => {
  if (!isFields(value)) return false;
  const key = fieldNamed(value, meansName);
  if (key === undefined) return false;
  const others = Object.entries(value).filter(([name]) => !errorsName.test(name) && !deviationsName.test(name));
  return key.toLowerCase() === 'means' || isFields(value[key]) || others.every(([name]) => name === key);
};

/** Python writes null for the error of a single seed. */
const withoutNulls = (value: unknown): unknown =>
  isFields(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, entry]) => entry !== null)
          .map(([name, entry]) => [name, withoutNulls(entry)]),
      )
    : value;

const errorsIn = (value: unknown, path: string, omit: Omit) =>
  value === null || value === undefined || (isFields(value) && Object.keys(value).length === 0)
    ? {}
    : numbersIn(value, path, omit);

const datasetOf = (value: unknown, path: string, omit: Omit): Results[string] => {
  const fields = hasMeans(value) ? value : { means: value };
  const placeOf = (name: string | undefined): string =>
    fields === value && name !== undefined ? below(path, name) : path;
  const meansKey = fieldNamed(fields, meansName) ?? '';
  const errorsKey = fieldNamed(fields, errorsName);
  const deviationsKey = fieldNamed(fields, deviationsName);
  if (deviationsKey !== undefined) omit(placeOf(deviationsKey), isDeviation);
  const { means, errors } = separate(numbersIn(fields[meansKey], placeOf(meansKey), omit), placeOf(meansKey), omit);
  const omitError: Omit = (place, reason) => omit(place, reason);
  const given = errorsKey === undefined ? {} : errorsIn(withoutNulls(fields[errorsKey]), placeOf(errorsKey), omitError);
  return { means, stderrs: standardErrors({ ...errors, ...given }, means, placeOf(errorsKey), omit) };
};

/** Datasets by name: one, or several under a common name. */
const datasetsOf = ([name, value]: [string, unknown]): (readonly [string, unknown])[] => {
  const inner = isFields(value) && !hasMeans(value) ? Object.entries(value) : [];
  return inner.length > 0 && inner.every(([, entry]) => hasMeans(entry))
    ? inner.map(([deep, entry]) => [`${name}.${deep}`, entry])
    : [[name, value]];
};

/** Metrics at the top level, without a dataset, form one of their own. */
const datasetsIn = (value: Fields): (readonly [name: string, path: string, dataset: unknown])[] => {
  if (hasMeans(value)) return [[bareDataset, '', value]];
  const entries = Object.entries(value);
  const bare = Object.fromEntries(entries.filter(([, entry]) => !isFields(entry)));
  const named = entries.filter(([, entry]) => isFields(entry)).flatMap(datasetsOf);
  return [
    ...named.map(([name, dataset]) => [name, name, dataset] as const),
    ...(Object.keys(bare).length === 0 ? [] : [[bareDataset, '', bare] as const]),
  ];
};

const resultsIn = (value: unknown, omitted: Omitted[]): Results => {
  if (!isFields(value)) throw new Unusable('it is not an object of datasets');
  const results = new Map<string, Results[string]>();
  for (const [name, path, dataset] of datasetsIn(value)) {
    const omit: Omit = (place, reason, metric) => omitted.push({ path: place, reason, dataset: name, metric });
    const read = datasetOf(dataset, path, omit);
    if (results.has(name)) omit(path, `a second dataset called "${name}"`);
    else if (Object.keys(read.means).length > 0) results.set(name, read);
  }
  const count = [...results.values()].reduce((sum, { means }) => sum + Object.keys(means).length, 0);
  if (count > maximumNumbers) throw new Unusable(`it has ${count} means; at most ${maximumNumbers} are allowed`);
  return Object.fromEntries(results);
};

const expected = 'expected {"<dataset>": {"means": {"<metric>": <number>}, "stderrs": {"<metric>": <number>}}}';

/**
 * Parses a `final_info.json` in any form that published templates use: `means` as an object, nested more deeply, or a
 * bare number, with or without `stderrs`, or metrics alone. Keeps what is a number and lists the rest.
 */
export const normaliseResults = (text: string): Normalised => {
  if (text.length > maximumLength) return { problem: `final_info.json is too long (${text.length} characters)` };
  const omitted: Omitted[] = [];
  try {
    const results = resultsIn(parseJson(markOdd(text)), omitted);
    if (Object.keys(results).length > 0) return { results, omitted };
    const [first] = omitted;
    const why = first === undefined ? '' : ` (${first.path} is ${first.reason})`;
    return { problem: `final_info.json contains no mean that is a number${why}; ${expected}` };
  } catch (error) {
    if (error instanceof Unusable || error instanceof CodedError)
      return { problem: `final_info.json cannot be used: ${error.message}; ${expected}` };
    if (error instanceof SyntaxError) return { problem: `final_info.json is not JSON: ${error.message}` };
    throw error;
  }
};

/**
 * Finds a mean of the baseline that an experiment lacks, because the two could not be compared. A metric that is null
 * is not missing: it has no value, like the number of steps to a goal that was not reached.
 */
export const missingMean = (baseline: Results, results: Results, omitted: readonly Omitted[]): string | undefined => {
  for (const [dataset, { means }] of Object.entries(baseline))
    for (const metric of Object.keys(means)) {
      if (Object.hasOwn(results[dataset]?.means ?? {}, metric)) continue;
      const found = omitted.find((one) => one.dataset === dataset && one.metric === metric);
      if (found === undefined) return `${metric} of ${dataset} is missing`;
      if (found.reason !== isNull) return `${found.path} is ${found.reason}`;
    }
  return undefined;
};
