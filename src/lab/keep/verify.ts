import type { Check } from '../../actors/verify/check.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { findRun } from '../runs/find.ts';
import { withBroker } from '../runs/read.ts';
import { isFile } from '../runs/recording.ts';
import { knownRoles } from '../runs/roster.ts';
import type { Services } from '../services.ts';

export type Verified = { readonly subject: string; readonly checks: readonly Check[] };

/** Checks that a run or a bundle is what was recorded, as far as the code of its roles is known here. */
export const verifyRun = async (
  services: Services,
  given: string,
  rosterFile: string | undefined,
): Promise<Verified> => {
  const known = await knownRoles(services, rosterFile);
  if (isFile(given)) {
    const { checks } = await withVerifiedBundle(services.bundles, given, known, async () => {});
    return { subject: `bundle ${given}`, checks };
  }
  return withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const stored = await readStoredRun(await broker.logs.open(run), broker.blobs);
    return { subject: `run ${run}`, checks: await verifyLog(stored, known) };
  });
};
