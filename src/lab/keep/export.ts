import { bundleContents } from '../../actors/bundle/contents.ts';
import { type Chart, chartOf } from '../../actors/roles/chart.ts';
import { type KnownRoles, missingText } from '../../actors/roles/known.ts';
import { isIntact } from '../../actors/verify/check.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { bundleSuffix } from '../../events/bundle.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recording } from '../../ports/recording.ts';
import { findRun } from '../runs/find.ts';
import { readRecorded, withBroker } from '../runs/read.ts';
import { knownRoles, rosterOf } from '../runs/roster.ts';
import type { Services } from '../services.ts';
import { damaged } from './damage.ts';

type Charts = {
  readonly charts: readonly Chart[];
  /** Roles whose code is unknown here, and what to do about it. */
  readonly leftOut: readonly string[];
};

const chartsOf = async (recording: Pick<Recording, 'run' | 'log'>, known: KnownRoles): Promise<Charts> => {
  const { roles, missing } = await rosterOf(recording, known);
  return { charts: [...roles.values()].map(chartOf), leftOut: [...missing.values()].map(missingText) };
};

/** Refuses a damaged run, so that every export can be imported. Throws Refusal<Verified>('export.damaged'). */
const checkIntact = async (broker: Broker, run: string, known: KnownRoles): Promise<void> => {
  const stored = await readStoredRun(await broker.logs.open(run), broker.blobs);
  const checks = await verifyLog(stored, known);
  if (isIntact(checks)) return;
  const what = `run ${run} was not exported, because it is damaged`;
  throw damaged('export.damaged', what, { subject: `run ${run}`, checks });
};

export type Exported = {
  readonly path: string;
  readonly events: number;
  readonly files: number;
  /** SHA-256 of the manifest. */
  readonly digest: string;
  readonly leftOut: Charts['leftOut'];
};

/** Verifies a run and writes it to one file, by default `<run>.bundle.tar` in the working folder. */
export const exportRun = (
  services: Services,
  given: string,
  output: string | undefined,
  replace: boolean,
  rosterFile?: string,
): Promise<Exported> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const known = await knownRoles(services, rosterFile);
    await checkIntact(broker, run, known);
    const log = await readRecorded(await broker.logs.open(run));
    const { charts, leftOut } = await chartsOf({ run, log }, known);
    const { about, contents } = await bundleContents({ run, log, blobs: broker.blobs }, charts);
    const path = output ?? `${run}${bundleSuffix}`;
    const digest = await services.bundles.write(path, about, contents, replace);
    return { path, events: about.events, files: contents.length, digest, leftOut };
  });
