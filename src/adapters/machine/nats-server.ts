import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Requirement } from '../../ports/requirement.ts';
import { fetchedServerPath, findServerBinary, versionOfBinary } from '../broker/nats/embedded/binary.ts';
import { isSuitable, neededVersion } from '../broker/nats/embedded/version.ts';
import { fetchNewer } from './apt-fetch.ts';
import { hasBrew, installWithBrew } from './brew.ts';

/** Puts the program of a newer Debian release into the data folder, because the machine's own release is often too old. */
const fetchServer = async (onLine: (line: string) => void): Promise<void> => {
  const target = fetchedServerPath();
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(dirname(target), 'unpack-'));
  const program = join(folder, 'usr', 'sbin', 'nats-server');
  const isGood = async (): Promise<boolean> => isSuitable((await versionOfBinary(program)) ?? '0');
  try {
    await fetchNewer('nats-server', folder, isGood, onLine);
    await copyFile(program, `${target}.new`);
    await rename(`${target}.new`, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

export const natsServerRequirement: Requirement = {
  name: 'nats-server',
  purpose: 'stores the run logs and distributes the tasks',
  find: async () => {
    try {
      return { found: true, ...(await findServerBinary()) };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const [problem = ''] = error.message.split(': ');
      return {
        found: false,
        problem,
        remedy: `run "npm run setup" or put nats-server ${neededVersion} or later on PATH`,
      };
    }
  },
  install: async (onLine) => {
    if (await hasBrew()) await installWithBrew(['nats-server'], onLine);
    else await fetchServer(onLine);
  },
};
