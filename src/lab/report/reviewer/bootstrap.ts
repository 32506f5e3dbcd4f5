import { quantile } from '../statistics.ts';
import { agreementOf, type Judged, type Measure, measures, type Rule } from './agreement.ts';

/** Bounds of the central 95 %; null if the measure is undefined. */
export type Interval = readonly [low: number, high: number] | null;

export type Sampling = { readonly seed: number; readonly resamples: number };

/** Numbers from 0 to 1 by the recurrence of SplitMix32: the same for a seed on every machine. */
const numbersFrom = (seed: number) => {
  let state = seed | 0;
  return (): number => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
};

/** Percentile intervals of each measure: papers are drawn with replacement, as many as there are. */
export const intervalsOf = (
  judged: readonly Judged[],
  rule: Rule,
  { seed, resamples }: Sampling,
): Readonly<Record<Measure, Interval>> => {
  const next = numbersFrom(seed);
  const found = Object.fromEntries(measures.map((measure) => [measure, [] as number[]])) as Record<Measure, number[]>;
  for (let count = 0; count < resamples; count += 1) {
    const drawn = judged.map(() => judged[Math.floor(next() * judged.length)] as Judged);
    const agreement = agreementOf(drawn, rule);
    for (const measure of measures) {
      const value = agreement[measure];
      if (value !== null) found[measure].push(value);
    }
  }
  const interval = (values: readonly number[]): Interval => {
    const sorted = values.toSorted((one, other) => one - other);
    const [low, high] = [quantile(sorted, 0.025), quantile(sorted, 0.975)];
    return low === null || high === null ? null : [low, high];
  };
  return Object.fromEntries(measures.map((measure) => [measure, interval(found[measure])])) as Record<
    Measure,
    Interval
  >;
};
