import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { removeFolder } from '../workspaces/remove.ts';
import { homeError } from './home.ts';
import { type FileLock, tryLock, waitForLock } from './lock.ts';

/** Kept, since a lock that nobody refers to is released. */
const held: FileLock[] = [];

/** What cannot be removed stays: a leftover is no reason not to begin. */
const removeDead = async (folder: string): Promise<void> => {
  try {
    const lock = tryLock(join(folder, 'lock'));
    lock?.release();
    if (lock !== undefined) await removeFolder(folder);
  } catch {
    // Another user's, or on a disk that reports errors.
  }
};

const removeOwn = (folder: string): void => {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // The next process tries again.
  }
};

const open = async (all: string): Promise<string> => {
  await mkdir(all, { recursive: true, mode: 0o700 });
  // Nobody looks at a folder that its owner has made and not yet locked.
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
 * A folder for this process's temporary files, removed when it exits. One that was killed could not remove its own: that
 * is done here, by the next. Throws CodedError('home.*').
 */
export const openTemporaryFolder = async (home: string): Promise<string> => {
  try {
    return await open(join(home, 'temporary'));
  } catch (error) {
    throw homeError(home, error);
  }
};
