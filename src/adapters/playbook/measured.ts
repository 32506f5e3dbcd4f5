/** run -> dataset -> measurements, as prompts give them. */
export type Measured = Readonly<
  Record<string, Readonly<Record<string, { means: Record<string, number>; stderrs: Record<string, number> }>>>
>;

/** Prompts give results with or without a description beside the datasets. */
export const measuredIn = (results: unknown): Measured =>
  Object.fromEntries(
    Object.entries((results ?? {}) as Record<string, any>).map(([run, value]) => [run, value?.datasets ?? value ?? {}]),
  );

export type Value = { readonly mean: number; readonly stderr: number };

export const valueAt = (measured: Measured, run: string, dataset: string, metric: string): Value | undefined => {
  const mean = measured[run]?.[dataset]?.means[metric];
  return mean === undefined ? undefined : { mean, stderr: measured[run]?.[dataset]?.stderrs[metric] ?? 0 };
};

/** As many decimals as say something: 412, 34.1, 0.987, 3.2 x 10^-5 (in LaTeX). */
export const formatNumber = (value: number): string => {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size < 0.001) {
    const [mantissa = '0', exponent = '0'] = value.toExponential(1).split('e');
    return `$${mantissa}\\times 10^{${Number(exponent)}}$`;
  }
  if (size < 1) return value.toFixed(3);
  return size < 100 ? value.toFixed(2) : value.toFixed(0);
};

/** Mean and standard error with the same decimals. */
export const formatValue = ({ mean, stderr }: Value): string => {
  if (stderr === 0) return formatNumber(mean);
  if (Math.abs(mean) < 0.001 || stderr < 0.001) return `${formatNumber(mean)} $\\pm$ ${formatNumber(stderr)}`;
  const decimals = Math.abs(mean) < 1 ? 3 : Math.abs(mean) < 100 ? 2 : 0;
  return `${mean.toFixed(decimals)} $\\pm$ ${stderr.toFixed(decimals)}`;
};

/** Differences within two standard errors of the difference are none. */
export const compare = (one: Value, other: Value, better: 'lower' | 'higher'): 'better' | 'worse' | 'same' => {
  const difference = one.mean - other.mean;
  const noise = 2 * Math.hypot(one.stderr, other.stderr);
  if (Math.abs(difference) <= noise || difference === 0) return 'same';
  return difference < 0 === (better === 'lower') ? 'better' : 'worse';
};
