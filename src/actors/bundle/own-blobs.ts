import type { Broker } from '../../ports/broker.ts';
import type { Recorded } from '../../ports/log.ts';
import { blobReferences } from './blob-references.ts';

const referencesOf = async (broker: Broker, run: string): Promise<readonly string[]> => {
  const log: Recorded[] = [];
  for await (const recorded of (await broker.logs.open(run)).read()) log.push(recorded);
  return [...(await blobReferences(log, broker.blobs)).keys()];
};

/**
 * Returns the blobs that only this run references. Blobs referenced from within another blob come first, so that an
 * interrupted deletion can be resumed. Reads every run, one at a time; throws when one cannot be read.
 */
export const ownBlobs = async (broker: Broker, run: string): Promise<readonly string[]> => {
  const own = new Set(await referencesOf(broker, run));
  for (const other of await broker.logs.list()) {
    if (other === run) continue;
    for (const name of await referencesOf(broker, other)) own.delete(name);
  }
  const found: string[] = [];
  for (const name of own) if (await broker.blobs.has(name)) found.push(name);
  return found.reverse();
};
