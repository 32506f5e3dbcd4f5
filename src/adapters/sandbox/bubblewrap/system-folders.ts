import { lstat, readlink } from 'node:fs/promises';
import type { SystemFolder } from './command-line.ts';

/** All system paths that a job may read. Lists /etc selectively, because it also contains keys and user names. */
const candidates = [
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib32',
  '/lib64',
  '/etc/alternatives',
  '/etc/ld.so.cache',
  '/etc/fonts',
  '/etc/texmf',
  '/etc/chktexrc',
  '/etc/matplotlibrc',
  '/etc/localtime',
  '/etc/OpenCL',
  '/var/lib/texmf',
  '/var/cache/fontconfig',
  // Numerical libraries read the number of cores here.
  '/sys/devices/system/cpu',
  '/sys/devices/system/node',
];

const look = async (path: string): Promise<SystemFolder | undefined> => {
  try {
    const status = await lstat(path);
    const isTopLevelLink = status.isSymbolicLink() && path.lastIndexOf('/') === 0;
    return { path, linkTo: isTopLevelLink ? await readlink(path) : null };
  } catch {
    return undefined;
  }
};

export const systemFolders = async (): Promise<readonly SystemFolder[]> =>
  (await Promise.all(candidates.map(look))).filter((folder) => folder !== undefined);
