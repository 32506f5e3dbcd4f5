/** Experiment -> dataset -> measurements, as prompts contain them. */
export type Measured = Readonly<
  Record<string, Readonly<Record<string, { means: Record<string, number>; stderrs: Record<string, number> }>>>
>;

/** Accepts results with or without a description beside the datasets. */
export const measuredIn = (results: unknown): Measured =>
  Object.fromEntries(
    Object.entries((results ?? {}) as Record<string, any>).map(([name, value]) => [
      /^\d+$/.test(name) ? `run_${name}` : name,
      value?.datasets ?? value ?? {},
    ]),
  );

export type Value = { readonly mean: number; readonly stderr: number };

export const valueAt = (measured: Measured, experiment: string, dataset: string, metric: string): Value | undefined => {
  const mean = measured[experiment]?.[dataset]?.means[metric];
  return mean === undefined ? undefined : { mean, stderr: measured[experiment]?.[dataset]?.stderrs[metric] ?? 0 };
};

/** Returns the number of decimals: fewer for larger numbers, where further ones would only be noise. */
const decimalsFor = (size: number): number => (size <= 1.0005 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0);
const smallest = 0.0005;

/** Formats a number with its meaningful decimals: 412, 34.1, 5.31, 0.987, $3.2\times 10^{-5}$. */
export const formatNumber = (value: number): string => {
  const size = Math.abs(value);
  if (size === 0 || size >= smallest) return value === 0 ? '0' : value.toFixed(decimalsFor(size));
  const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e');
  return `$${mantissa}\\times 10^{${Number(exponent)}}$`;
};

/** Formats mean and standard error with the same decimals, one more where the error is below the last of them. */
export const formatValue = ({ mean, stderr }: Value): string => {
  const size = Math.abs(mean);
  if (size !== 0 && size < smallest) return `${formatNumber(mean)} $\\pm$ ${formatNumber(stderr)}`;
  const usual = decimalsFor(size);
  const decimals = stderr > 0 && stderr < 10 ** -usual ? usual + 1 : usual;
  return `${mean.toFixed(decimals)} $\\pm$ ${stderr.toFixed(decimals)}`;
};

/** Treats differences within two standard errors of the difference as equal. */
export const compare = (one: Value, other: Value, better: 'lower' | 'higher'): 'better' | 'worse' | 'same' => {
  const difference = one.mean - other.mean;
  const noise = 2 * Math.hypot(one.stderr, other.stderr);
  if (Math.abs(difference) <= noise || difference === 0) return 'same';
  return difference < 0 === (better === 'lower') ? 'better' : 'worse';
};
