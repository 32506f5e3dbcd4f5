import { holdForStoring } from '../../actors/storing.ts';
import type { Broker } from '../../ports/broker.ts';
import { newWorkerName } from './working.ts';

/** Does work that stores blobs before a log names them, and keeps `collect` away. Throws CodedError('gc.running'). */
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
