import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recorded } from '../../ports/log.ts';
import { blobReferences } from './blob-references.ts';

const referencesOf = async (broker: Broker, run: string): Promise<Iterable<string>> => {
  const log: Recorded[] = [];
  for await (const recorded of (await broker.logs.open(run)).read()) log.push(recorded);
  return (await blobReferences(log, broker.blobs)).keys();
};

/**
 * Returns the names of all blobs that any run may need. Reads every log, one at a time, because only logs are reliable
 * enough to decide on deletion. Throws CodedError('gc.unreadable') when one cannot be read.
 */
export const neededBlobs = async (broker: Broker): Promise<ReadonlySet<string>> => {
  const needed = new Set<string>();
  for (const run of await broker.logs.list()) {
    try {
      for (const name of await referencesOf(broker, run)) needed.add(name);
    } catch (error) {
      throw new CodedError(
        'gc.unreadable',
        `nothing is deleted, because run ${run} cannot be read and may need any blob (${(error as Error).message})`,
        { cause: error },
      );
    }
  }
  return needed;
};
