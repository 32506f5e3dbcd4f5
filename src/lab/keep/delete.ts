import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownBlobs } from '../../actors/bundle/own-blobs.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRunExactly } from '../runs/find.ts';
import { withBroker } from '../runs/read.ts';
import { workersByRun, workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';

/** Throws CodedError('delete.busy'). */
const checkIdle = async (broker: Broker, run: string): Promise<void> => {
  const [worker] = await workersOf(broker, run);
  if (worker === undefined) return;
  throw new CodedError('delete.busy', `${worker} is working on ${run}: stop it first, or add --force`);
};

type Removable = { readonly names: readonly string[]; readonly reason: string };

/** Keeps all blobs while another run is worked on, because it may be about to name a blob that it found in the store. */
const removableBlobs = async (broker: Broker, run: string): Promise<Removable> => {
  try {
    for (const other of (await workersByRun(broker)).keys())
      if (other !== run)
        return { names: [], reason: `its blobs were kept, because ${other} is being worked on and may share them` };
    return { names: await ownBlobs(broker, run), reason: 'blobs that other runs use were kept' };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { names: [], reason: `its blobs were kept, because not every run can be read: ${error.message}` };
  }
};

const remove = async (services: Services, broker: Broker, run: string): Promise<Removable> => {
  const removable = await removableBlobs(broker, run);
  const keeper = await services.openKeeper();
  try {
    for (const name of removable.names) await keeper.deleteBlob(name);
    await keeper.deleteRun(run);
    return removable;
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
  readonly blobs: number;
  /** Why some of its blobs may remain. */
  readonly reason: string;
  /** The deleted folder of results; null if it was kept. */
  readonly folder: string | null;
};

/** Deletes a run for ever, by its full name. Throws CodedError('delete.busy') and what `confirm` throws. */
export const deleteRun = (services: Services, given: string, { force, results, confirm }: Deletion): Promise<Deleted> =>
  withBroker(services, async (broker) => {
    const run = await findRunExactly(broker, given);
    if (!force) await checkIdle(broker, run);
    await confirm(run);
    const { names, reason } = await remove(services, broker, run);
    const folder = results ? join(services.resultsFolder, run) : null;
    if (folder !== null) await rm(folder, { recursive: true, force: true });
    return { run, blobs: names.length, reason, folder };
  });
