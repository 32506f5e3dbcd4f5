import { bundleContents } from '../../actors/bundle/contents.ts';
import { type Chart, chartOf } from '../../actors/chart.ts';
import { loadRoles } from '../../actors/load-roles.ts';
import { isIntact } from '../../actors/verify/check.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { bundleSuffix } from '../../events/bundle.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import { findRun } from '../runs/find.ts';
import { readRecorded, startOfLog, withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';
import { damaged } from './damage.ts';

type Charts = {
  readonly charts: readonly Chart[];
  /** Roles that cannot be loaded, and why. */
  readonly leftOut: readonly { readonly role: string; readonly reason: string }[];
};

const chartsOf = async ({ roster }: RunStarted, version: string): Promise<Charts> => {
  const charts: Chart[] = [];
  const leftOut: { role: string; reason: string }[] = [];
  for (const { name, from } of roster.roles) {
    try {
      const { roles } = await loadRoles([from === 'built-in' ? name : from], version);
      charts.push(...roles.map(({ role }) => chartOf(role)));
    } catch (error) {
      leftOut.push({ role: name, reason: (error as Error).message });
    }
  }
  return { charts, leftOut };
};

/** What is exported can be imported. Throws Refusal<Verified>('export.damaged'). */
const checkIntact = async (services: Services, broker: Broker, run: string): Promise<void> => {
  const stored = await readStoredRun(await broker.logs.open(run), broker.blobs);
  const checks = await verifyLog(stored, { version: services.version, addedRoles: false });
  if (isIntact(checks)) return;
  const what = `run ${run} is not exported, because it is damaged`;
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

/** Writes a run into one file, by default `<run>.bundle.tar` in the working folder, after it was verified. */
export const exportRun = (
  services: Services,
  given: string,
  output: string | undefined,
  replace: boolean,
): Promise<Exported> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    await checkIntact(services, broker, run);
    const log = await readRecorded(await broker.logs.open(run));
    const { charts, leftOut } = await chartsOf(startOfLog(run, log), services.version);
    const { about, contents } = await bundleContents({ run, log, blobs: broker.blobs }, charts);
    const path = output ?? `${run}${bundleSuffix}`;
    const digest = await services.bundles.write(path, about, contents, replace);
    return { path, events: about.events, files: contents.length, digest, leftOut };
  });
