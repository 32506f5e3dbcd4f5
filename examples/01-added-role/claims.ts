import type { Results } from '../../src/events/vocabulary/experiment.ts';

/** Every mean and standard error of the recorded runs. */
export const recordedValues = (runs: readonly { readonly results: Results }[]): readonly number[] =>
  runs.flatMap(({ results }) =>
    Object.values(results).flatMap(({ means, stderrs }) => [...Object.values(means), ...Object.values(stderrs)]),
  );

/** Excludes parts of words, of versions such as 1.2.3, and of names such as v1.2. */
const decimal = /(?<![\w.])(-?\d+\.(\d{1,20}))(?![\w.]*\w)(\s*\\?%)?/g;

export type Claims = { readonly found: number; readonly traced: number; readonly untraced: readonly string[] };

/** A number is traced if a recorded value, or 100 times the value for a percentage, rounds to it at its precision. */
export const checkClaims = (text: string, values: readonly number[]): Claims => {
  const claims = [...text.matchAll(decimal)];
  const untraced = claims.filter(([_, number, digits = '', percent]) => {
    const scales = percent === undefined ? [1] : [1, 100];
    return !values.some((value) => scales.some((scale) => (value * scale).toFixed(digits.length) === number));
  });
  return {
    found: claims.length,
    traced: claims.length - untraced.length,
    untraced: untraced.map(([claim]) => claim).slice(0, 200),
  };
};
