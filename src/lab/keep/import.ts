import { type Imported, importRun } from '../../actors/bundle/import-run.ts';
import { recordingOfBundle } from '../../actors/bundle/recording.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import type { Recording } from '../../ports/recording.ts';
import { withBroker } from '../runs/read.ts';
import type { Services } from '../services.ts';
import { damaged } from './damage.ts';

export type Brought = Imported & Pick<Recording, 'run' | 'log'>;

/** Brings a run back from a bundle. Nothing of one with any damage is taken: throws Refusal<Verified>('import.refused'). */
export const importBundle = async (services: Services, path: string): Promise<Brought> => {
  const options = { version: services.version, addedRoles: false };
  const { checks, result } = await withVerifiedBundle(services.bundles, path, options, async (bundle) => {
    const recording = await recordingOfBundle(bundle);
    const imported = await withBroker(services, (broker) => importRun(broker, recording));
    return { ...imported, run: recording.run, log: recording.log };
  });
  if (result !== undefined) return result;
  throw damaged('import.refused', `${path} is damaged, nothing was written`, { subject: `bundle ${path}`, checks });
};
