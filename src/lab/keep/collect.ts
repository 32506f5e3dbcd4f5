import { neededBlobs } from '../../actors/bundle/needed-blobs.ts';
import { collecting } from '../../actors/storing.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import { withBroker } from '../runs/read.ts';
import { newWorkerName } from '../runs/working.ts';
import type { Services } from '../services.ts';

export type Collected = {
  readonly blobs: number;
  readonly sizeBytes: number;
  /** Blobs that runs need. */
  readonly kept: { readonly blobs: number; readonly sizeBytes: number };
};

/** A process that works on a run may be about to name a blob that it found in the store. Throws CodedError('gc.busy'). */
const checkIdle = async (broker: Broker, worker: string): Promise<void> => {
  const other = (await broker.leases.list()).find((lease) => lease.worker !== worker);
  if (other === undefined) return;
  throw new CodedError(
    'gc.busy',
    `nothing is deleted, because ${other.worker} is working on ${other.run}: stop it first`,
  );
};

const sweep = async (services: Services, broker: Broker): Promise<Collected> => {
  const needed = await neededBlobs(broker);
  const keeper = await services.openKeeper();
  const [deleted, kept] = [
    { blobs: 0, sizeBytes: 0 },
    { blobs: 0, sizeBytes: 0 },
  ];
  try {
    for await (const { name, sizeBytes } of broker.blobs.list()) {
      const isNeeded = needed.has(name);
      if (!isNeeded) await keeper.deleteBlob(name);
      const count = isNeeded ? kept : deleted;
      count.blobs += 1;
      count.sizeBytes += sizeBytes;
    }
  } finally {
    await keeper.close();
  }
  return { ...deleted, kept };
};

/** Deletes the blobs that no run needs. Throws CodedError('gc.busy' or 'gc.unreadable'). */
export const collect = (services: Services): Promise<Collected> =>
  withBroker(services, async (broker) => {
    const worker = await newWorkerName();
    const lease = await broker.leases.hold({ run: collecting, worker });
    try {
      await checkIdle(broker, worker);
      return await sweep(services, broker);
    } finally {
      await lease.release();
    }
  });
