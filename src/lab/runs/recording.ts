import { recordingOfBundle } from '../../actors/bundle/recording.ts';
import { completeLog } from '../../actors/earlier.ts';
import type { Recording } from '../../ports/recording.ts';
import type { Services } from '../services.ts';
import { findRun } from './find.ts';
import { readRecording, withBroker } from './read.ts';

/** Names of runs contain neither dots nor slashes. */
export const isFile = (given: string): boolean => /[./\\]/.test(given);

const withBundle = async <Result>(
  services: Services,
  path: string,
  work: (recording: Recording) => Promise<Result>,
): Promise<Result> => {
  const bundle = await services.bundles.open(path);
  try {
    const recording = await recordingOfBundle(bundle);
    return await work({ ...recording, log: await completeLog(recording.log, recording.blobs) });
  } finally {
    await bundle.close();
  }
};

/**
 * Reads a whole run, then closes its source: a run as `findRun` accepts it, or a bundle file, for which no server is
 * needed.
 */
export const withRecording = async <Result>(
  services: Services,
  given: string,
  work: (recording: Recording) => Promise<Result>,
): Promise<Result> => {
  if (isFile(given)) return withBundle(services, given, work);
  return withBroker(services, async (broker) => {
    return work(await readRecording(broker, await findRun(broker, given)));
  });
};
