import { archiveOf } from '../../events/projections/archive.ts';
import type { Results } from '../../events/vocabulary/experiment.ts';
import { findRun } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';

export const measurementColumns = ['run', 'idea', 'experiment', 'data set', 'metric', 'mean', 'error', 'n'] as const;

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

/** Every measured value of a run in the order of `measurementColumns`; the baseline has no idea and is experiment 0. */
export const measurementsOf = (services: Services, given: string): Promise<readonly Row[]> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const { baseline, ideas } = archiveOf(await readEvents(broker, run));
    const own = ideas.filter(({ origin }) => origin === 'run');
    return [
      ...rowsOf(run, '', 0, baseline?.results ?? {}),
      ...own.flatMap((idea) => idea.runs.flatMap((one) => rowsOf(run, idea.name, one.run, one.results ?? {}))),
    ];
  });
