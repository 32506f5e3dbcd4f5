import { withBroker } from '../runs/read.ts';
import { summarise } from '../runs/summaries.ts';
import type { Summary } from '../runs/summary.ts';
import { type RunState, stateOfRun, workersByRun } from '../runs/working.ts';
import type { Services } from '../services.ts';

export type ListedRun = Pick<
  Summary,
  | 'template'
  | 'reason'
  | 'fault'
  | 'papers'
  | 'score'
  | 'dollars'
  | 'unpriced'
  | 'events'
  | 'started'
  | 'forkedFrom'
  | 'imported'
> & {
  readonly run: string;
  readonly state: RunState | 'empty' | 'incomplete' | 'unreadable';
  readonly ideas: number;
  /** Size of its events and of the blobs that they name, some of which other runs may share. */
  readonly sizeBytes: number;
};

const blank = {
  template: '',
  reason: '',
  ideas: 0,
  papers: 0,
  fault: null,
  score: null,
  dollars: 0,
  unpriced: 0,
  events: 0,
  started: '',
  forkedFrom: '',
  imported: '',
  sizeBytes: 0,
};

const listed = (run: string, summary: Summary, sizeBytes: number, isHeld: boolean): ListedRun => {
  const { template, ideas, papers, fault, score, dollars, unpriced, events, started, forkedFrom, imported } = summary;
  const shown = {
    run,
    template,
    ideas: ideas.length,
    papers,
    fault,
    score,
    dollars,
    unpriced,
    events,
    started,
    forkedFrom,
    imported,
  };
  return summary.isHalf
    ? {
        ...shown,
        sizeBytes,
        state: 'incomplete',
        reason: 'an incomplete fork: repeat the fork with this name',
      }
    : { ...shown, sizeBytes, state: stateOfRun(summary, isHeld), reason: summary.reason };
};

/** Every run, newest first. An unreadable log is listed with the reason. */
export const listRuns = (services: Services): Promise<readonly ListedRun[]> =>
  withBroker(services, async (broker) => {
    const workers = await workersByRun(broker);
    const { runs, unreadable, empty } = await summarise(broker);
    const all: ListedRun[] = [
      ...runs.map(({ run, summary, sizeBytes }) => listed(run, summary, sizeBytes, workers.has(run))),
      ...unreadable.map((one) => ({ ...blank, state: 'unreadable' as const, ...one })),
      ...empty.map((run) => ({
        ...blank,
        run,
        state: 'empty' as const,
        reason: 'created, but nothing was recorded',
      })),
    ];
    return all.sort((one, other) => other.started.localeCompare(one.started) || other.run.localeCompare(one.run));
  });
