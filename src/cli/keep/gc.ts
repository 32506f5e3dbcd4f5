import { collect } from '../../lab/keep/collect.ts';
import { plural, sizeText } from '../../text/quantities.ts';
import type { DefineCommand } from '../command.ts';
import { print, printJson } from '../output.ts';

export const define: DefineCommand = (command, services) =>
  command
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Deletes the stored files that no run needs: those of deleted runs, and those of runs that never started. It reads every
run first. It deletes nothing while a process works on a run, or if a run cannot be read.

Examples:
  ai-scientist gc`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const collected = await collect(services);
      if (json) return printJson(collected);
      const { blobs, sizeBytes, kept } = collected;
      print(
        `${plural(blobs, 'blob')} of ${sizeText(sizeBytes)} deleted; ${plural(kept.blobs, 'blob')} of ${sizeText(kept.sizeBytes)} kept, because runs need them`,
      );
    });
