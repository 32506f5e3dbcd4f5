import { missingText } from '../../actors/known-roles.ts';
import { type Brought, importBundle } from '../../lab/keep/import.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { printChecks } from './check-text.ts';

const importedText = ({ run, log, before, after, blobs, missing }: Brought): string => {
  if (before >= log.length) {
    const more = after > log.length ? `, and has gone on to event ${after}` : '';
    const mended = blobs > 0 ? `; ${blobs} blobs that were missing are put back` : '';
    return `run ${run} is here already, with the same ${log.length} events${more}${mended}`;
  }
  const resumed = before > 0 ? `, after the ${before} that were here` : '';
  const unknown = missing.map((role) => `\n${missingText(role)}`).join('');
  return `run ${run}: imported ${log.length - before} events${resumed} and ${blobs} blobs${unknown}`;
};

export const define: DefineCommand = (command, services) =>
  command
    .argument('<file>', 'a bundle that `export` wrote')
    .addHelpText(
      'after',
      `
The events are stored byte for byte, so that the hash chain holds. A run that is here already stays as it is; when it has the
same events, that is told, and when it has others, nothing is written. An interrupted import can be run again.

Examples:
  ai-scientist import grokking-2026.bundle.tar`,
    )
    .action(async (path: string) => print(importedText(await importBundle(services, path).catch(printChecks))));
