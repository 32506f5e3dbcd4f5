import { Command } from 'commander';
import { type Check, isIntact } from '../../actors/verify/check.ts';
import { withVerifiedBundle } from '../../actors/verify/verify-bundle.ts';
import { readStoredRun, verifyLog } from '../../actors/verify/verify-log.ts';
import { findRun, knownRoles, withBroker } from '../../lab/open.ts';
import { isFile } from '../../lab/recording.ts';
import type { Services } from '../../lab/services.ts';
import type { MakeCommand } from '../commands.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../research/run-options.ts';
import { checksText } from './check-text.ts';

type Options = { json?: boolean; roster?: string };

const verify = async (
  services: Services,
  given: string,
  rosterFile: string | undefined,
): Promise<{ subject: string; checks: readonly Check[] }> => {
  const options = await knownRoles(services, rosterFile);
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

const act = async (services: Services, given: string, { json, roster }: Options): Promise<number> => {
  const { subject, checks } = await verify(services, given, roster);
  if (json) printJson({ subject, intact: isIntact(checks), checks });
  else print(checksText(subject, checks));
  return isIntact(checks) ? 0 : 1;
};

export const verifyCommand: MakeCommand = (services, exit) =>
  addRosterOption(new Command('verify'))
    .description('Say whether a run, or a bundle, is what was recorded; and if not, where.')
    .argument('<run|bundle>', 'a run: its name, the beginning of it, or "latest"; or the file of a bundle')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Checks the sequence, each event's envelope, id, cause, time and data, that results have tasks and tasks were asked for,
the hash chain, and each blob that an event names; of a bundle, every bit of the file. "noted" is worth knowing and no
failure. The exit code is 1 when anything is damaged. A bundle needs no server. Events of added roles are checked when their
code is known here, by --roster or from a run that was started with it.

The hash chain is recorded every 64 events and at the end. What follows its last value is covered by a bundle's manifest, and
of a run in the store by nothing but the schemas. Neither has a key: they show corruption, not a forger.

Examples:
  ai-scientist verify latest
  ai-scientist verify grokking-2026.bundle.tar --json`,
    )
    .action(async (given: string, options: Options) => exit(await act(services, given, options)));
