import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readlinkSync, realpathSync } from 'node:fs';
import { serverFolder } from '../../src/adapters/broker/nats/embedded/paths.ts';
import { handleOf, isAlive } from '../../src/adapters/sandbox/bubblewrap/ending.ts';
import { familyOf } from '../../src/adapters/sandbox/bubblewrap/processes.ts';
import { until } from './broker-data.ts';

const workingFolder = (pid: number): string => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
};

/** The guardian and the server of a data folder, even if one of them is still starting. */
const serversOf = (home: string): readonly number[] => {
  const folder = realpathSync(serverFolder(home));
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === folder);
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It had already ended.
  }
};

/**
 * Kills the program, its server and the server's guardian at once. Any other process that the program started, such as a
 * sandbox and its job, must end by itself: throws if one survives.
 */
export const cutPower = async (home: string, child: ChildProcess): Promise<void> => {
  const gone = child.exitCode === null ? once(child, 'exit') : undefined;
  const started = familyOf(child.pid ?? 0)
    .slice(1)
    .map(({ id }) => handleOf(id))
    .filter((handle) => handle !== undefined);
  for (const pid of [child.pid ?? 0, ...serversOf(home)]) kill(pid);
  await gone;
  await until(() => !started.some(isAlive), 30_000);
};
