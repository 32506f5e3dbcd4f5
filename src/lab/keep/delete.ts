import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRunExactly } from '../runs/find.ts';
import { withBroker } from '../runs/read.ts';
import { workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';

/** Throws CodedError('delete.busy'). */
const checkIdle = async (broker: Broker, run: string): Promise<void> => {
  const [worker] = await workersOf(broker, run);
  if (worker === undefined) return;
  throw new CodedError('delete.busy', `${worker} is working on ${run}: stop it first, or add --force`);
};

const remove = async (services: Services, run: string): Promise<void> => {
  const keeper = await services.openKeeper();
  try {
    await keeper.deleteRun(run);
  } finally {
    await keeper.close();
  }
};

export type Deletion = {
  /** Deletes the run even if a process seems to work on it. */
  readonly force: boolean;
  /** Deletes the run's folder of results too. */
  readonly results: boolean;
  /** Asks the person; throws if the person refuses. */
  readonly confirm: (run: string) => Promise<void>;
};

export type Deleted = {
  readonly run: string;
  /** The deleted folder of results; null if it was kept. */
  readonly folder: string | null;
};

/**
 * Deletes a run permanently, by its full name. Keeps its blobs, which other runs may share, for `collect`. Throws
 * CodedError('delete.busy') and what `confirm` throws.
 */
export const deleteRun = (services: Services, given: string, { force, results, confirm }: Deletion): Promise<Deleted> =>
  withBroker(services, async (broker) => {
    const run = await findRunExactly(broker, given);
    if (!force) await checkIdle(broker, run);
    await confirm(run);
    await remove(services, run);
    const folder = results ? join(services.resultsFolder, run) : null;
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    return { run, folder };
  });
