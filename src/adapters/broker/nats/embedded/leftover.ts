import { readdir, readFile, readlink, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../../../machine/command.ts';

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Accepts only a nats-server that works in our folder, because the process id may have been reused. */
const isOurServer = async (pid: number, folder: string): Promise<boolean> => {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const workingFolder = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    return workingFolder === (await realpath(folder));
  }
  return (await runCommand('ps', ['-o', 'command=', '-p', String(pid)])).stdout.includes('nats-server');
};

/** Ends a server that outlived its guardian, because two servers would destroy the store; removes the files that refer to it. */
export const clearLeftover = async (folder: string): Promise<void> => {
  const pid = Number(await readFile(join(folder, 'server.pid'), 'utf8').catch(() => ''));
  if (Number.isInteger(pid) && pid > 1 && (await isOurServer(pid, folder))) {
    process.kill(pid, 'SIGKILL');
    while (isAlive(pid) && (await isOurServer(pid, folder))) await sleep(5);
  }
  const stale = (await readdir(folder)).filter((name) => /^nats-server_\d+\.ports$/.test(name));
  for (const name of ['server.pid', 'server.json', ...stale])
    await rm(join(folder, name), { recursive: true, force: true });
};
