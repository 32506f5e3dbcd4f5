import { bundleContents } from '../../src/actors/bundle/contents.ts';
import { chartOf } from '../../src/actors/roles/chart.ts';
import { builtInRoles, loadRoles } from '../../src/actors/roles/load.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { openBundle } from '../../src/adapters/bundles/read.ts';
import type { Source } from '../../src/adapters/bundles/source.ts';
import { bundlePieces } from '../../src/adapters/bundles/write.ts';
import type { Broker } from '../../src/ports/broker.ts';
import type { Bundles } from '../../src/ports/bundles.ts';
import type { Recording } from '../../src/ports/recording.ts';
import { collect } from './broker-data.ts';
import { playRun } from './playbook-lab.ts';

/** The version that `playRun` records. */
export const playedVersion = 'test';

export const recordingOn = async (broker: Broker, run: string): Promise<Recording> => ({
  run,
  log: await collect((await broker.logs.open(run)).read()),
  blobs: broker.blobs,
});

/** A whole run of the built-in roles. */
export const playRecording = async (ideas = 1): Promise<Recording> => {
  const { broker, run } = await playRun(ideas, () => 0.8);
  return recordingOn(broker, run);
};

/** The first `events` events of a run, as an interruption leaves them. */
export const beginningOf = (recording: Recording, events: number): Recording => ({
  ...recording,
  log: recording.log.slice(0, events),
});

export const builtInCharts = async () =>
  (await loadRoles(builtInRoles, playedVersion)).roles.map(({ role }) => chartOf(role));

export const bundleBytes = async (recording: Recording): Promise<Buffer> => {
  const { about, contents } = await bundleContents(recording, await builtInCharts());
  return Buffer.concat(await collect(bundlePieces(about, contents)));
};

const sourceOf = (path: string, bytes: Uint8Array): Source => ({
  path,
  sizeBytes: bytes.length,
  read: async (offset, length) => bytes.subarray(offset, offset + length),
  close: async () => {},
});

/** Bundles in memory, by path. */
export const memoryBundles = (files: Map<string, Uint8Array> = new Map()): Bundles => ({
  write: async (path, about, contents) => {
    files.set(path, Buffer.concat(await collect(bundlePieces(about, contents))));
    return '';
  },
  open: (path) => openBundle(sourceOf(path, files.get(path) ?? new Uint8Array())),
});

export const openBytes = (bytes: Uint8Array) => openBundle(sourceOf('a.bundle.tar', bytes));

/** A broker with a recording's events, without its blobs: byte for byte, unless under another name. */
export const brokerWithRun = async (recording: Recording, run = recording.run): Promise<Broker> => {
  const broker = createMemoryBroker();
  const log = await broker.logs.create(run);
  for (const recorded of recording.log)
    await (run === recording.run ? log.restore(recorded) : log.append({ ...recorded.event, run }));
  return broker;
};
