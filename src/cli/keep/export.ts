import { bundleSuffix } from '../../events/bundle.ts';
import { exportRun } from '../../lab/keep/export.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { addRosterOption } from '../run-options.ts';
import { runArgument } from '../words.ts';
import { printChecks } from './check-text.ts';

type Options = { output?: string; force?: boolean; roster?: string };

export const define: DefineCommand = (command, services) =>
  addRosterOption(command)
    .argument('<run>', runArgument)
    .option('--output <file>', `the file to write (default: <run>${bundleSuffix} in this folder)`)
    .option('--force', 'overwrite an existing file')
    .addHelpText(
      'after',
      `
The run is verified first. The same run gives the same bytes. The file is a plain tar archive that ordinary tools can
read. \`verify\` and \`replay\` accept it in place of a run, without a server, and \`import\` restores the run.

Examples:
  ai-scientist export latest
  ai-scientist export grokking-2026 --output /backup/grokking${bundleSuffix}
  tar -xOf grokking-2026${bundleSuffix} events.jsonl | head -1`,
    )
    .action(async (run: string, { output, force = false, roster }: Options) => {
      const { path, events, files, digest, leftOut } = await exportRun(services, run, output, force, roster).catch(
        printChecks,
      );
      for (const role of leftOut) print(`chart left out: ${role}`);
      print(`${path}: ${events} events and ${files} files\nSHA-256 of its manifest ${digest}`);
    });
