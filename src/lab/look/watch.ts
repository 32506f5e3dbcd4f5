import { applyToProgress, noProgress, type Progress, waitsForPerson } from '../../events/projections/progress.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { atPresent } from '../runs/present.ts';
import { withBroker } from '../runs/read.ts';
import { type RunState, stateOfRun, workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';
import { tellTelemetry, type Viewer } from '../work/viewer.ts';

const leaseCheckMs = 5000;

/** Returns once no process works on a run: without a lease at two checks, because a new process needs a moment for its own. */
const untilDead = async ({ clock }: Services, broker: Broker, run: string, signal: AbortSignal): Promise<void> => {
  for (let absences = 0; absences < 2 && !signal.aborted; ) {
    absences = (await workersOf(broker, run)).length === 0 ? absences + 1 : 0;
    if (absences < 2) await clock.sleep(leaseCheckMs, signal);
  }
};

export type Watched = {
  readonly run: string;
  readonly progress: Progress;
  /** `running` if the signal ended the watching. */
  readonly state: RunState;
};

/**
 * Passes every event of a run to a viewer, from the first on, until the run ends, no process works on it any more, or the
 * signal is aborted. `open` creates the viewer once the run's name is known. Records nothing and performs no task.
 */
export const watchRun = (
  services: Services,
  given: string,
  open: (run: string) => Pick<Viewer, 'event' | 'telemetry'>,
  signal: AbortSignal,
): Promise<Watched> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const log = await broker.logs.open(run);
    const head = await log.lastSequence();
    const over = new AbortController();
    const end = AbortSignal.any([signal, over.signal]);
    const logger = await services.logger('watch');
    const viewer = open(run);
    const watching = tellTelemetry(broker, run, viewer, end, logger);
    let progress = noProgress;
    let looking: Promise<void> | undefined;
    const look = async (): Promise<void> => {
      await untilDead(services, broker, run, end);
      over.abort();
    };
    try {
      for await (const { event: recorded, sequence } of log.follow(1, end)) {
        const event = atPresent(recorded);
        progress = applyToProgress(progress, event);
        viewer.event(event, sequence > head);
        if (sequence < head) continue;
        if (progress.status === 'finished') over.abort();
        else looking ??= look();
      }
    } finally {
      over.abort();
      await Promise.all([watching, looking]);
    }
    return { run, progress, state: stateOfRun({ ...progress, isWaiting: waitsForPerson(progress) }, signal.aborted) };
  });
