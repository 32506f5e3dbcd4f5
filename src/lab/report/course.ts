import type { Evidence } from '../../events/projections/evidence.ts';
import { millisecondsOf } from '../../events/time.ts';
import type { Row } from './rows.ts';

/** How many ideas had reached a step, from a time on. */
export type Point = { readonly time: string; readonly count: number };

/** The growth of the archive: points in the order of time, one for each moment at which the count grew. */
export type Course = Readonly<Record<'proposed' | 'novel' | 'paper', readonly Point[]>>;

const growth = (rows: readonly Row[], step: keyof Evidence): readonly Point[] => {
  const times = rows
    .flatMap(({ evidence }) => evidence.flatMap((idea) => idea.evidence[step]?.time ?? []))
    .sort((one, other) => millisecondsOf(one) - millisecondsOf(other));
  return times
    .map((time, index) => ({ time, count: index + 1 }))
    .filter(({ time }, index) => times[index + 1] !== time);
};

export const courseOf = (rows: readonly Row[]): Course => ({
  proposed: growth(rows, 'proposed'),
  novel: growth(rows, 'novel'),
  paper: growth(rows, 'paper'),
});
