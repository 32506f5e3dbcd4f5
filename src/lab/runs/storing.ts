import { holdForStoring } from '../../actors/storing.ts';
import type { Broker } from '../../ports/broker.ts';
import { newWorkerName } from './working.ts';

/** Work that stores blobs of a run which its log does not name yet. Throws CodedError('gc.running'). */
export const whileStoring = async <Result>(
  broker: Broker,
  run: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  const lease = await holdForStoring(broker, { run, worker: await newWorkerName() });
  try {
    return await work();
  } finally {
    await lease.release().catch(() => {});
  }
};
