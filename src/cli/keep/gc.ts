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
Deletes the files in the store that no run needs: what deleted runs had, and what was stored for runs that never began.
It reads every run first. It does nothing while a run is worked on, or when a run cannot be read.

Examples:
  ai-scientist gc`,
    )
    .action(async ({ json }: { json?: boolean }) => {
      const collected = await collect(services);
      if (json) return printJson(collected);
      const { blobs, sizeBytes, kept } = collected;
      print(
        `${plural(blobs, 'blob')} of ${sizeText(sizeBytes)} deleted; ${plural(kept.blobs, 'blob')} of ${sizeText(kept.sizeBytes)} stay, because runs need them`,
      );
    });
