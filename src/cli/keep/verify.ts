import { isIntact } from '../../actors/verify/check.ts';
import { verifyRun } from '../../lab/keep/verify.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../run-options.ts';
import { checksText } from './check-text.ts';

type Options = { json?: boolean; roster?: string };

export const define: DefineCommand = (command, services, exit) =>
  addRosterOption(command)
    .argument('<run|bundle>', 'a run: its name, the beginning of it, or "latest"; or the file of a bundle')
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
    .action(async (given: string, { json, roster }: Options) => {
      const { subject, checks } = await verifyRun(services, given, roster);
      if (json) printJson({ subject, intact: isIntact(checks), checks });
      else print(checksText(subject, checks));
      exit(isIntact(checks) ? 0 : 1);
    });
