import { importRun } from '../../src/actors/bundle/import-run.ts';
import { HashChain } from '../../src/actors/chain.ts';
import { guardianLock, serverFolder } from '../../src/adapters/broker/nats/embedded/paths.ts';
import { openEmbedded } from '../../src/adapters/broker/nats/open-embedded.ts';
import { waitForLock } from '../../src/adapters/machine/lock.ts';
import { type Event, seal, versionOf } from '../../src/events/envelope.ts';
import type { Recorded } from '../../src/ports/log.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { findServerBinary } from './nats-server.ts';
import { beginningOf, playRecording } from './recorded-run.ts';

/** The recording under another name, with its own hash chain. */
const renamed = ({ log, blobs }: Recording, run: string): Recording => {
  const chain = new HashChain();
  const links: string[] = [];
  const rename = ({ sequence, event: { data, ...rest } }: Recorded): Recorded => {
    const through = (data as { through?: number }).through ?? 0;
    const own = rest.type === 'log.chained' ? { through, sha256: links[through - 1] } : data;
    const event: Event = seal({ ...rest, version: versionOf({ ...rest, data }), run, data: own }, rest.time);
    const stored = {
      sequence,
      subject: `lab.run.${run}.${event.id}`,
      event,
      bytes: Buffer.from(JSON.stringify(event)),
    };
    links.push(chain.add(stored.subject, stored.bytes));
    return stored;
  };
  return { run, log: log.map(rename), blobs };
};

/** Runs of a recorded home: one whole run, and the beginnings of two. */
export const recordedRuns = async (): Promise<readonly Recording[]> => {
  const whole = await playRecording();
  return [whole, renamed(beginningOf(whole, 150), 'second'), renamed(beginningOf(whole, 10), 'third')];
};

/** Returns when the folder's server has ended by itself. */
export const serverGone = async (home: string): Promise<void> => {
  const lock = await waitForLock(guardianLock(serverFolder(home)), () => false);
  lock?.release();
};

/** Imports runs through the data folder's own server, and returns when the server has ended. */
export const recordHome = async (home: string, runs: readonly Recording[]): Promise<void> => {
  const broker = await openEmbedded({ home, binary: findServerBinary() ?? '', idleMs: 100, timeoutMs: 60_000 });
  try {
    for (const recording of runs) await importRun(broker, recording);
  } finally {
    await broker.close();
  }
  await serverGone(home);
};
