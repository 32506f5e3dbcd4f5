import { Command } from 'commander';
import { type Check, isIntact } from '../../actors/verify/check.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { findRun, withBroker } from '../../lab/open.ts';
import { isFile } from '../../lab/recording.ts';
import type { Services } from '../../lab/services.ts';
import type { MakeCommand } from '../commands.ts';
import { print, printJson } from '../output.ts';
import { checksText } from './check-text.ts';

type Options = { json?: boolean; addedRoles?: boolean };

const verify = async (
  services: Services,
  given: string,
  addedRoles: boolean,
): Promise<{ subject: string; checks: readonly Check[] }> => {
  const options = { version: services.version, addedRoles };
  if (isFile(given)) {
    const { checks } = await withVerifiedBundle(services.bundles, given, options, async () => {});
    return { subject: `bundle ${given}`, checks };
  }
  return withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const stored = await readStoredRun(await broker.logs.open(run), broker.blobs);
    return { subject: `run ${run}`, checks: await verifyLog(stored, options) };
  });
};

const act = async (services: Services, given: string, { json, addedRoles }: Options): Promise<number> => {
  const { subject, checks } = await verify(services, given, addedRoles === true);
  if (json) printJson({ subject, intact: isIntact(checks), checks });
  else print(checksText(subject, checks));
  return isIntact(checks) ? 0 : 1;
};

export const verifyCommand: MakeCommand = (services, exit) =>
  new Command('verify')
    .description('Say whether a run, or a bundle, is what was recorded; and if not, where.')
    .argument('<run|bundle>', 'a run: its name, the beginning of it, or "latest"; or the file of a bundle')
    .option('--added-roles', "load the code of the run's added roles too, so that their events can be checked")
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Checks the sequence, each event's envelope, id, cause, time and data, that results have tasks and tasks were asked for,
the hash chain, and each blob that an event names; of a bundle, every bit of the file. "noted" is worth knowing and no
failure. The exit code is 1 when anything is damaged. A bundle needs no server.

The hash chain is recorded every 64 events and at the end. What follows its last value is covered by a bundle's manifest, and
of a run in the store by nothing but the schemas. Neither has a key: they show corruption, not a forger.

Examples:
  ai-scientist verify latest
  ai-scientist verify grokking-2026.bundle.tar --json`,
    )
    .action(async (given: string, options: Options) => exit(await act(services, given, options)));
