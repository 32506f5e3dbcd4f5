import { archiveOf } from '../../events/projections/archive.ts';
import type { Results } from '../../events/vocabulary/experiment.ts';
import { findRun } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';

/** Column -> its type in a Parquet file. */
export const measurementColumns = {
  run: 'STRING',
  idea: 'STRING',
  experiment: 'INT32',
  'data set': 'STRING',
  metric: 'STRING',
  mean: 'DOUBLE',
  error: 'DOUBLE',
  n: 'INT32',
} as const;

type Row = readonly (string | number | null)[];

const rowsOf = (run: string, idea: string, experiment: number, results: Results): readonly Row[] =>
  Object.entries(results).flatMap(([dataset, { means, stderrs }]) =>
    Object.entries(means).map(([metric, mean]) => [
      run,
      idea,
      experiment,
      dataset,
      metric,
      mean,
      stderrs[metric] ?? null,
      // Templates report means and standard errors only, not how many values these are of.
      null,
    ]),
  );

export type Measurements = { readonly run: string; readonly rows: readonly Row[] };

/** Every measured value of a run in the order of `measurementColumns`; the baseline has no idea and is experiment 0. */
export const measurementsOf = (services: Services, given: string): Promise<Measurements> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const { baseline, ideas } = archiveOf(await readEvents(broker, run));
    const own = ideas.filter(({ origin }) => origin === 'run');
    const rows = [
      ...rowsOf(run, '', 0, baseline?.results ?? {}),
      ...own.flatMap((idea) => idea.runs.flatMap((one) => rowsOf(run, idea.name, one.run, one.results ?? {}))),
    ];
    return { run, rows };
  });
