import { type Imported, importRun } from '../../actors/bundle/import-run.ts';
import { recordingOfBundle } from '../../actors/bundle/recording.ts';
import type { MissingRole } from '../../actors/roster.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import type { Recording } from '../../ports/recording.ts';
import { withBroker } from '../runs/read.ts';
import { knownRoles, rosterOf } from '../runs/roster.ts';
import { whileStoring } from '../runs/storing.ts';
import type { Services } from '../services.ts';
import { damaged } from './damage.ts';

export type Brought = Imported &
  Pick<Recording, 'run' | 'log'> & {
    /** Roles of the run whose code is unknown here. */
    readonly missing: readonly MissingRole[];
  };

/** Restores a run from a bundle. Refuses a damaged bundle whole: throws Refusal<Verified>('import.refused'). */
export const importBundle = async (services: Services, path: string): Promise<Brought> => {
  const known = await knownRoles(services);
  const { checks, result } = await withVerifiedBundle(services.bundles, path, known, async (bundle) => {
    const recording = await recordingOfBundle(bundle);
    const imported = await withBroker(services, (broker) =>
      whileStoring(broker, recording.run, () => importRun(broker, recording)),
    );
    const { missing } = await rosterOf(recording, known);
    return { ...imported, run: recording.run, log: recording.log, missing: [...missing.values()] };
  });
  if (result !== undefined) return result;
  throw damaged('import.refused', `${path} is damaged; nothing was written`, { subject: `bundle ${path}`, checks });
};
