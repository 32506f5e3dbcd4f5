import type { Recording } from '../ports/recording.ts';
import { findRun, readRecorded, withBroker } from './open-run.ts';
import type { Services } from './services.ts';

/** Reads a run that people name as `findRun` takes it, whole, and closes what it was read from. */
export const withRecording = async <Result>(
  services: Services,
  given: string,
  work: (recording: Recording) => Promise<Result>,
): Promise<Result> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    return work({ run, log: await readRecorded(await broker.logs.open(run)), blobs: broker.blobs });
  });
