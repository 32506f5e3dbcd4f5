import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

export type FileLock = { release(): void };

const sqliteBusy = 5;

/**
 * Takes a lock that the kernel releases whenever its holder dies, so that no stale locks exist. Node has no file locks;
 * an exclusive SQLite transaction on an empty database serves as one.
 */
export const tryLock = (path: string): FileLock | undefined => {
  closeSync(openSync(path, 'a', 0o600));
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === sqliteBusy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
};

/** Retries every 10 ms; returns undefined when `isOver` becomes true first. */
export const waitForLock = async (path: string, isOver: () => boolean): Promise<FileLock | undefined> => {
  while (!isOver()) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    await sleep(10);
  }
  return undefined;
};
