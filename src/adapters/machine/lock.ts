import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';

export type FileLock = { release(): void };

const sqliteBusy = 5;

/**
 * Takes a lock that the kernel drops when its holder dies, however it dies, so that there are no stale ones. Node has no
 * file locks of its own; an exclusive SQLite transaction on an empty database is one.
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

/** Tries every 10 ms; undefined when `isOver` says so first. */
export const waitForLock = async (path: string, isOver: () => boolean): Promise<FileLock | undefined> => {
  while (!isOver()) {
    const lock = tryLock(path);
    if (lock !== undefined) return lock;
    await sleep(10);
  }
  return undefined;
};
