import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recorded, RunLog, Stored } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import { blobNames, blobReferences } from './blob-references.ts';

export type Imported = {
  /** The number of events before and after the import. */
  readonly before: number;
  readonly after: number;
  /** The number of blobs that the import stored. */
  readonly blobs: number;
};

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(other);

const openPresent = async (broker: Broker, run: string): Promise<RunLog | undefined> =>
  (await broker.logs.list()).includes(run) ? broker.logs.open(run) : undefined;

const readAll = async (log: RunLog | undefined): Promise<readonly Stored[]> => {
  const found: Stored[] = [];
  if (log !== undefined) for await (const stored of log.readStored()) found.push(stored);
  return found;
};

const checkPresent = ({ run, log }: Recording, present: readonly Stored[]): void => {
  const differing = log.find(({ bytes }, index) => {
    const other = present[index];
    return other !== undefined && !sameBytes(bytes, other.bytes);
  });
  if (differing === undefined) return;
  throw new CodedError(
    'import.conflict',
    `a different run "${run}" already exists here: the two differ from event ${differing.sequence}, ${differing.event.id}; nothing was written`,
  );
};

const putBlobs = async ({ log, blobs }: Recording, broker: Broker): Promise<number> => {
  let count = 0;
  for (const name of await blobNames(await blobReferences(log, blobs), blobs)) {
    if (await broker.blobs.has(name)) continue;
    await broker.blobs.put(await blobs.get(name));
    count += 1;
  }
  return count;
};

/** An append also returns `present` when it is a retry of our own whose first answer was lost. */
const restore = async (log: RunLog, recorded: Recorded): Promise<void> => {
  const { sequence, event, bytes } = recorded;
  const restored = await log.restore(recorded);
  if (restored === 'appended') return;
  const there = restored === 'present' ? await log.get(event.id) : undefined;
  if (there?.sequence === sequence && sameBytes(there.bytes, bytes)) return;
  throw new CodedError(
    'import.interfered',
    `another process wrote to run ${log.run} during the import, before event ${sequence}: end it, delete the run, and import again`,
  );
};

/**
 * Stores the blobs first and then the events in order, byte for byte, so that an interrupted import leaves a prefix of
 * the run, which the next import completes. The caller has verified the bundle. Throws
 * CodedError('import.conflict' or 'import.interfered').
 */
export const importRun = async (broker: Broker, recording: Recording): Promise<Imported> => {
  const { run, log } = recording;
  const opened = await openPresent(broker, run);
  const present = await readAll(opened);
  checkPresent(recording, present);
  const blobs = await putBlobs(recording, broker);
  const target = opened ?? (await broker.logs.create(run));
  for (const recorded of log.slice(present.length)) await restore(target, recorded);
  return { before: present.length, after: Math.max(present.length, log.length), blobs };
};
