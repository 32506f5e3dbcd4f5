import { isIntact } from '../../actors/verify/check.ts';
import { verifyRun } from '../../lab/keep/verify.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../run-options.ts';
import { checksText } from './check-text.ts';

type Options = { json?: boolean; roster?: string };

export const define: DefineCommand = (command, services, exit) =>
  addRosterOption(command)
    .argument(
      '<run|bundle>',
      'name of a run, unique prefix of it, "latest" or "latest-review"; or the file of a bundle',
    )
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Checks the sequence; each event's envelope, id, cause, time and data; that every result has a task and every task was
asked for; the hash chain; every blob that an event names; and in a bundle, every bit of the file. "noted" is information,
not a failure. The exit code is 7 if anything is damaged. A bundle needs no server.

The hash chain is recorded every 64 events and at the end. Events after its last value are covered by a bundle's
manifest, and in a stored run only by the schemas. Neither has a key: they reveal corruption, not a forger.

Examples:
  ai-scientist verify latest
  ai-scientist verify grokking-2026.bundle.tar --json`,
    )
    .action(async (given: string, { json, roster }: Options) => {
      const { subject, checks } = await verifyRun(services, given, roster);
      if (json) printJson({ subject, intact: isIntact(checks), checks });
      else print(checksText(subject, checks));
      exit(isIntact(checks) ? 'done' : 'damaged');
    });
