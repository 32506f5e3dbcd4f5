import { Command } from 'commander';
import { type Imported, importRun } from '../../actors/bundle/import-run.ts';
import { recordingOfBundle } from '../../actors/bundle/recording.ts';
import { missingText } from '../../actors/known-roles.ts';
import type { Roster } from '../../actors/roster.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { knownRoles, recordedRoster, withBroker } from '../../lab/open.ts';
import type { Services } from '../../lab/services.ts';
import type { Recording } from '../../ports/recording.ts';
import type { MakeCommand } from '../commands.ts';
import { print } from '../output.ts';
import { checksText, firstProblem } from './check-text.ts';

const importedText = ({ run, log }: Recording, { before, after, blobs }: Imported, { missing }: Roster): string => {
  if (before >= log.length) {
    const more = after > log.length ? `, and has gone on to event ${after}` : '';
    const mended = blobs > 0 ? `; ${blobs} blobs that were missing are put back` : '';
    return `run ${run} is here already, with the same ${log.length} events${more}${mended}`;
  }
  const resumed = before > 0 ? `, after the ${before} that were here` : '';
  const unknown = [...missing.values()].map((role) => `\n${missingText(role)}`).join('');
  return `run ${run}: imported ${log.length - before} events${resumed} and ${blobs} blobs${unknown}`;
};

/** Nothing of a bundle with any damage is taken. Throws CodedError('import.refused'). */
const act = async (services: Services, path: string): Promise<void> => {
  const known = await knownRoles(services);
  const { checks, result } = await withVerifiedBundle(services.bundles, path, known, async (bundle) => {
    const recording = await recordingOfBundle(bundle);
    const { roster } = await recordedRoster(recording.log[0]?.event.data as RunStarted, known);
    return importedText(recording, await withBroker(services, (broker) => importRun(broker, recording)), roster);
  });
  if (result !== undefined) return print(result);
  print(checksText(`bundle ${path}`, checks));
  throw new CodedError('import.refused', `${path} is damaged, nothing was written: ${firstProblem(checks)}`);
};

export const importCommand: MakeCommand = (services) =>
  new Command('import')
    .description('Bring a run back from a bundle, after everything in it was checked.')
    .argument('<file>', 'a bundle that `export` wrote')
    .addHelpText(
      'after',
      `
The events are stored byte for byte, so that the hash chain holds. A run that is here already stays as it is; when it has the
same events, that is told, and when it has others, nothing is written. An interrupted import can be run again.

Examples:
  ai-scientist import grokking-2026.bundle.tar`,
    )
    .action((path: string) => act(services, path));
