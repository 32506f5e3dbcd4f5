import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { blobNames, blobReferences } from '../../actors/bundle/blob-references.ts';
import { bundleContents } from '../../actors/bundle/contents.ts';
import { importRun } from '../../actors/bundle/import-run.ts';
import { recordingOfBundle } from '../../actors/bundle/recording.ts';
import { type SoundPart, soundPart } from '../../actors/verify/sound-part.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import { readStoredRun } from '../../actors/verify/verify-log.ts';
import { bundleSuffix } from '../../events/bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Keeper } from '../../ports/keeper.ts';
import type { Recording } from '../../ports/recording.ts';
import { findRunExactly } from '../runs/find.ts';
import { withBroker } from '../runs/read.ts';
import { knownRoles } from '../runs/roster.ts';
import { whileStoring } from '../runs/storing.ts';
import { workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';

export type Bench = { readonly services: Services; readonly broker: Broker; readonly keeper: Keeper };

/** Throws CodedError('repair.busy'). */
const checkIdle = async (broker: Broker, run: string): Promise<void> => {
  const [worker] = await workersOf(broker, run);
  if (worker !== undefined) throw new CodedError('repair.busy', `${worker} is working on ${run}: stop it first`);
};

/** Opens what a repair needs. `run` is the full name; unless `mustExist`, it may exist only in a bundle. */
export const withBench = <Result>(
  services: Services,
  given: string,
  mustExist: boolean,
  work: (bench: Bench, run: string) => Promise<Result>,
): Promise<Result> =>
  withBroker(services, async (broker) => {
    const run = mustExist ? await findRunExactly(broker, given) : given;
    const keeper = await services.openKeeper();
    try {
      return await work({ services, broker, keeper }, run);
    } finally {
      await keeper.close();
    }
  });

export type Examined = SoundPart & { readonly isGivenBack: boolean };

/** The readable part of a run, after giving the server back data that it had not restored. */
export const examine = async ({ broker, keeper }: Bench, run: string): Promise<Examined> => {
  let isGivenBack = false;
  const log = await broker.logs.open(run).catch(async (error: unknown) => {
    if ((error as { code?: string }).code !== 'log.not_restored') throw error;
    await keeper.restoreRun(run);
    isGivenBack = true;
    return broker.logs.open(run);
  });
  return { ...soundPart(await readStoredRun(log, broker.blobs)), isGivenBack };
};

/** Removes damaged blobs first, because an existing blob counts as stored, whatever its bytes. */
const dropDamagedBlobs = async ({ broker, keeper }: Bench, { log, blobs }: Recording): Promise<void> => {
  for (const name of await blobNames(await blobReferences(log, blobs), blobs)) {
    const isSound = await broker.blobs.get(name).then(
      () => true,
      (error: { code?: string }) => {
        if (error.code !== 'blob.corrupt' && error.code !== 'blob.missing') throw error;
        return false;
      },
    );
    if (!isSound) await keeper.deleteBlob(name);
  }
};

/** Throws CodedError('repair.other_run' or 'repair.shorter'). */
const checkFits = ({ run, log }: Recording, wanted: string, { log: here }: SoundPart): void => {
  const [first, firstHere] = [log[0]?.bytes, here[0]?.bytes];
  if (run !== wanted || (first && firstHere && !Buffer.from(first).equals(firstHere)))
    throw new CodedError('repair.other_run', `the bundle is not of the run ${wanted} here; nothing was changed`);
  if (here.length > log.length)
    throw new CodedError(
      'repair.shorter',
      `the bundle ends at event ${log.length}, but the run here can be read through event ${here.length}: cut it there instead; nothing was changed`,
    );
};

/** Returns whether to replace the log here; throws if the recording does not fit. */
type Decide = (recording: Recording, here: SoundPart) => boolean;

/** Idempotent: repeating it completes an interrupted one. Returns the run's number of events. */
const replace = async (bench: Bench, run: string, path: string, decide: Decide): Promise<number> => {
  const { services, broker, keeper } = bench;
  await checkIdle(broker, run);
  const known = await knownRoles(services);
  const { result } = await withVerifiedBundle(services.bundles, path, known, (bundle) =>
    whileStoring(broker, run, async () => {
      const recording = await recordingOfBundle(bundle);
      const here = (await broker.logs.list()).includes(run) ? await examine(bench, run) : { log: [], chained: 0 };
      const isReplaced = decide(recording, here);
      await dropDamagedBlobs(bench, recording);
      if (isReplaced) await keeper.deleteRun(run);
      return (await importRun(broker, recording)).after;
    }),
  );
  if (result !== undefined) return result;
  throw new CodedError('import.refused', `${path} is damaged; nothing was changed. \`verify ${path}\` says where`);
};

/** Restores a damaged run's events and blobs from a bundle, or only its blobs if the events are intact. */
export const restoreFromBundle = (bench: Bench, run: string, path: string): Promise<number> =>
  replace(bench, run, path, (recording, here) => {
    checkFits(recording, run, here);
    return here.problem !== undefined;
  });

/** The last event to keep. Throws CodedError('repair.no_chain' or 'repair.unreadable'). */
const placeOfCut = (run: string, { log, chained }: SoundPart, wanted: number | undefined): number => {
  if (wanted === undefined && chained === 0)
    throw new CodedError(
      'repair.no_chain',
      `the hash chain covers no event of run ${run}: name the last event to keep, from 1 to ${log.length}`,
    );
  const last = wanted ?? chained;
  if (last >= 1 && last <= log.length) return last;
  throw new CodedError(
    'repair.unreadable',
    `run ${run} cannot be cut after event ${last}: only events 1 to ${log.length} can be read`,
  );
};

/**
 * Cuts a damaged run after an event: by default the last one that recorded a value of the hash chain. A bundle in the data
 * folder holds the kept events and blobs from before anything is deleted until all is done. Throws what `placeOfCut`
 * throws, and CodedError('blob.*') for an unreadable blob of the kept events.
 */
export const cutRun = async (
  bench: Bench,
  run: string,
  wanted: number | undefined,
): Promise<{ readonly kept: number; readonly givenUp: number }> => {
  const { services, broker } = bench;
  const part = await examine(bench, run);
  const kept = placeOfCut(run, part, wanted);
  const recording = { run, log: part.log.slice(0, kept), blobs: broker.blobs };
  const { about, contents } = await bundleContents(recording, []);
  const copy = join(await services.home(), `${run}.repair${bundleSuffix}`);
  await services.bundles.write(copy, about, contents, true);
  await replace(bench, run, copy, () => true);
  await rm(copy);
  return { kept, givenUp: part.log.length - kept };
};
