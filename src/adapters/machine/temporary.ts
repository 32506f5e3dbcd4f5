import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder } from '../workspaces/remove.ts';
import { homeError } from './home.ts';
import { type FileLock, tryLock, waitForLock } from './lock.ts';

/** Kept referenced, because a garbage-collected lock is released. */
const held: FileLock[] = [];

/** Ignores failures, because a leftover folder must not prevent the start. */
const removeDead = async (folder: string): Promise<void> => {
  try {
    const lock = tryLock(join(folder, 'lock'));
    lock?.release();
    if (lock !== undefined) await removeFolder(folder);
  } catch {
    // The folder belongs to another user, or the disk reports errors.
  }
};

const removeOwn = (folder: string): void => {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next process retries.
  }
};

const open = async (all: string): Promise<string> => {
  await mkdir(all, { recursive: true, mode: 0o700 });
  // The lock keeps others from a folder that its owner has created but not yet locked.
  const door = await waitForLock(join(all, 'lock'), () => false);
  try {
    for (const entry of await readdir(all, { withFileTypes: true }))
      if (entry.isDirectory()) await removeDead(join(all, entry.name));
    const folder = await mkdtemp(join(all, 'process-'));
    const lock = tryLock(join(folder, 'lock'));
    if (lock !== undefined) held.push(lock);
    process.on('exit', () => removeOwn(folder));
    return folder;
  } finally {
    door?.release();
  }
};

/**
 * Creates a folder for this process's temporary files, removed when it exits. Also removes the folders of killed
 * processes. Throws CodedError('home.*').
 */
export const openTemporaryFolder = async (home: string): Promise<string> => {
  try {
    return await open(join(home, 'temporary'));
  } catch (error) {
    throw homeError(home, error);
  }
};
