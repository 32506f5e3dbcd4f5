/** metric -> value */
export type Numbers = Readonly<Record<string, number>>;
export type Fields = Readonly<Record<string, unknown>>;
/** Records that a value of the file is not kept, and why; `metric` is the mean that is missing without it. */
export type Omit = (path: string, reason: string, metric?: string) => void;

/** Metric name for a dataset whose result is a bare number. */
const bareMetric = 'value';

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

/**
 * Quotes NaN and the infinities, which Python's json module writes but JSON does not allow. An unclosed string extends
 * to the end of the text: searching for the end from each of its quotes would take quadratic time.
 */
const oddNumber = /"[^"\\]*(?:\\[\s\S][^"\\]*)*(?:"|\\?$)|(-?)\b(NaN|Infinity)\b/g;
const mark = 'not a number: ';
export const markOdd = (text: string): string =>
  text.replace(oddNumber, (whole, sign: string | undefined, name: string | undefined) =>
    name === undefined ? whole : `"${mark}${sign ?? ''}${name}"`,
  );

export const isNull = 'null, which is not a number';

/** Returns why a value is not kept, or undefined for a finite number. */
const reasonAgainst = (value: unknown): string | undefined => {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'too large for a number';
  if (typeof value === 'string' && value.startsWith(mark)) return `${value.slice(mark.length)}, which is not a number`;
  if (isFields(value)) return 'an empty object';
  if (value === null) return isNull;
  return `${Array.isArray(value) ? 'a list' : JSON.stringify(value).slice(0, 60)}, which is not a number`;
};

/** Flattens to metric -> value, joining the names of levels by dots. A bare number is filed under `bareMetric`. */
export const numbersIn = (value: unknown, path: string, omit: Omit, name = ''): Numbers => {
  if (isFields(value) && Object.keys(value).length > 0)
    return Object.fromEntries(
      Object.entries(value).flatMap(([inner, entry]) =>
        Object.entries(numbersIn(entry, below(path, inner), omit, below(name, inner))),
      ),
    );
  const reason = reasonAgainst(value);
  const metric = name === '' ? bareMetric : name;
  if (reason === undefined) return { [metric]: value as number };
  omit(path, reason, metric);
  return {};
};

const meanEnding = /_means?$/i;
const errorEnding = /_(?:std_?errs?|sem?)$/i;
const deviationEnding = /_(?:stds?|std_?devs?)$/i;
export const isDeviation = 'a standard deviation, which is not a standard error';

/** Templates name a mean `loss_mean`, its standard error `loss_stderr`, and its standard deviation `loss_std`. */
const stem = (name: string): string =>
  [meanEnding, errorEnding, deviationEnding].reduce((rest, ending) => rest.replace(ending, ''), name);

/** Separates the errors and deviations that stand beside their means, such as `loss_stderr` beside `loss`. */
export const separate = (numbers: Numbers, path: string, omit: Omit): { means: Numbers; errors: Numbers } => {
  const isSpread = (name: string): boolean => errorEnding.test(name) || deviationEnding.test(name);
  const stems = new Set(
    Object.keys(numbers)
      .filter((name) => !isSpread(name))
      .map(stem),
  );
  const means = new Map<string, number>();
  const errors = new Map<string, number>();
  for (const [name, value] of Object.entries(numbers)) {
    if (!isSpread(name) || !stems.has(stem(name))) means.set(name, value);
    else if (errorEnding.test(name)) errors.set(name, value);
    else omit(below(path, name), isDeviation);
  }
  return { means: Object.fromEntries(means), errors: Object.fromEntries(errors) };
};

/** Files standard errors under the names of their means; none is made up. */
export const standardErrors = (errors: Numbers, means: Numbers, path: string, omit: Omit): Numbers => {
  const byStem = new Map(Object.keys(means).map((metric) => [stem(metric), metric]));
  const filed = new Map<string, number>();
  for (const [name, error] of Object.entries(errors)) {
    const metric = Object.hasOwn(means, name) ? name : byStem.get(stem(name));
    if (metric === undefined) omit(below(path, name), 'a standard error without a mean');
    else if (error < 0) omit(below(path, name), 'negative, but a standard error cannot be');
    else filed.set(metric, error);
  }
  return Object.fromEntries(filed);
};
