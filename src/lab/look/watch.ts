import { applyToProgress, noProgress } from '../../events/projections/progress.ts';
import { findRun } from '../runs/find.ts';
import { atPresent } from '../runs/present.ts';
import { withBroker } from '../runs/read.ts';
import { workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';
import { tellTelemetry, type Viewer } from '../work/viewer.ts';

/**
 * Passes every event of a run to a viewer, from the first on, until the run ends or the signal is aborted. `open` creates
 * the viewer once the run's name is known; its `dead` is called if no process works on an unfinished run. Records nothing
 * and performs no task.
 */
export const watchRun = (
  services: Services,
  given: string,
  open: (run: string) => Omit<Viewer, 'waiting'> & { readonly dead: () => void },
  signal: AbortSignal,
): Promise<void> =>
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
    try {
      for await (const { event: recorded, sequence } of log.follow(1, end)) {
        const event = atPresent(recorded);
        progress = applyToProgress(progress, event);
        viewer.event(event, sequence > head);
        if (sequence >= head && progress.status === 'finished') over.abort();
        const isDead =
          sequence === head && progress.status === 'running' && (await workersOf(broker, run)).length === 0;
        if (isDead) viewer.dead();
      }
    } finally {
      over.abort();
      await watching;
    }
  });
