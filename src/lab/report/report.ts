import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import { type SummarisedRuns, summarise, type Unreadable } from '../runs/summaries.ts';
import type { Services } from '../services.ts';
import { type Course, courseOf } from './course.ts';
import { isReported, type Row, rowsOf } from './rows.ts';

export type ReportWish = {
  /** Names or prefixes of runs; all runs if there are none. */
  readonly runs: readonly string[];
  readonly template?: string | undefined;
};

export type Report = {
  readonly rows: readonly Row[];
  readonly course: Course;
  readonly damaged: readonly Unreadable[];
};

/** Throws if a run that is asked for by name cannot be read. */
const namedIn = async (
  broker: Broker,
  { unreadable }: SummarisedRuns,
  given: readonly string[],
): Promise<ReadonlySet<string>> => {
  const names = new Set<string>();
  for (const one of given) {
    const run = await findRun(broker, one);
    if (unreadable.some((damaged) => damaged.run === run)) await readEvents(broker, run);
    names.add(run);
  }
  return names;
};

/** The figures of a set of runs, from their summaries. */
export const reportRuns = (services: Services, { runs: given, template }: ReportWish): Promise<Report> =>
  withBroker(services, async (broker) => {
    const found = await summarise(broker);
    const names = await namedIn(broker, found, given);
    const rows = rowsOf(
      found.runs
        .filter(isReported)
        .filter(({ run }) => names.size === 0 || names.has(run))
        .filter(({ summary }) => template === undefined || summary.template === template),
    );
    return { rows, course: courseOf(rows), damaged: names.size === 0 ? found.unreadable : [] };
  });
