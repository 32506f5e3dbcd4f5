import { missingText } from '../../actors/roles/known.ts';
import { type Brought, importBundle } from '../../lab/keep/import.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';
import { printChecks } from './check-text.ts';
import { importV1Command } from './import-v1.ts';

const importedText = ({ run, log, before, after, blobs, missing }: Brought): string => {
  if (before >= log.length) {
    const more = after > log.length ? `, and continues to event ${after}` : '';
    const mended = blobs > 0 ? `; restored ${blobs} missing blobs` : '';
    return `run ${run} already exists with the same ${log.length} events${more}${mended}`;
  }
  const resumed = before > 0 ? `, after the ${before} already there` : '';
  const unknown = missing.map((role) => `\n${missingText(role)}`).join('');
  return `run ${run}: imported ${log.length - before} events${resumed} and ${blobs} blobs${unknown}`;
};

export const define: DefineCommand = (command, services) =>
  command
    .addCommand(importV1Command(services))
    .argument('<file>', 'a bundle that `export` wrote')
    .addHelpText(
      'after',
      `
The events are stored byte for byte, so that the hash chain stays valid. An existing run is never changed, except that
missing blobs are restored. An interrupted import can be repeated.

Examples:
  ai-scientist import grokking-2026.bundle.tar
  ai-scientist import v1 results/2d_diffusion --model claude-3-5-sonnet`,
    )
    .action(async (path: string) => print(importedText(await importBundle(services, path).catch(printChecks))));
