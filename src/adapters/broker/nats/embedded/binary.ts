import { join } from 'node:path';
import { CodedError } from '../../../../events/outcome.ts';
import { findPrograms, runCommand } from '../../../machine/command.ts';
import { homePath } from '../../../machine/home.ts';
import { cachedVerdict } from '../../../machine/verdicts.ts';
import { checkServer, isSuitable, versionIn } from './version.ts';

export type ServerBinary = { readonly path: string; readonly version: string };

/** The path at which set-up stores a fetched server. */
export const fetchedServerPath = (): string => join(homePath(), 'tools', 'nats-server');

export const versionOfBinary = async (path: string): Promise<string | undefined> => {
  const verdict = await cachedVerdict(`nats-server ${path}`, async () => {
    const { exitCode, stdout, stderr } = await runCommand(path, ['--version']);
    const version = exitCode === 0 ? versionIn(stdout + stderr) : undefined;
    return version === undefined ? undefined : { version, path, files: [path] };
  });
  return verdict?.version;
};

/** Returns the first suitable server on PATH, otherwise the fetched one. Throws nats.too_old or nats.missing. */
export const findServerBinary = async (): Promise<ServerBinary> => {
  let tooOld: string | undefined;
  for (const path of [...(await findPrograms('nats-server')), fetchedServerPath()]) {
    const version = await versionOfBinary(path);
    if (version === undefined) continue;
    if (isSuitable(version)) return { path, version };
    tooOld ??= version;
  }
  if (tooOld !== undefined) checkServer(tooOld);
  throw new CodedError('nats.missing', 'there is no nats-server on PATH or in the data folder: run "npm run setup"');
};
