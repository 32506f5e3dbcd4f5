import { lstat, opendir, readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessSample } from './processes.ts';

/** An empty file or folder costs the machine too. */
const leastBytes = 4096;

export type FolderSize = { readonly bytes: number; readonly largestFileBytes: number };

/** Stops counting once over `enough`. */
const countEntries = async (folder: string, enough: number): Promise<number> => {
  let count = 0;
  const entries = await opendir(folder, { bufferSize: 1024 }).catch(() => undefined);
  if (entries === undefined) return 0;
  try {
    for await (const _ of entries) {
      count += 1;
      if (count > enough) break;
    }
  } catch {
    // The folder was removed while it was being read.
  }
  return count;
};

/** Space really taken (a hole takes none); stops adding up once over `enoughBytes`. Vanishing entries are not counted. */
export const folderSize = async (folder: string, enoughBytes: number): Promise<FolderSize> => {
  let bytes = 0;
  let largestFileBytes = 0;
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined && bytes <= enoughBytes; next = waiting.pop()) {
    // Of too many files it is enough to know how many: asking for the size of each takes long.
    if (Number.isFinite(enoughBytes)) {
      const least = bytes + (await countEntries(next, (enoughBytes - bytes) / leastBytes)) * leastBytes;
      if (least > enoughBytes) return { bytes: least, largestFileBytes };
    }
    const entries = await opendir(next).catch(() => undefined);
    if (entries === undefined) continue;
    try {
      for await (const entry of entries) {
        const path = join(next, entry.name);
        const status = await lstat(path).catch(() => undefined);
        if (status === undefined) continue;
        bytes += Math.max(leastBytes, status.blocks * 512);
        if (status.isFile()) largestFileBytes = Math.max(largestFileBytes, status.size);
        if (status.isDirectory()) waiting.push(path);
        if (bytes > enoughBytes) break;
      }
    } catch {
      // The folder was removed while it was being read.
    }
  }
  return { bytes, largestFileBytes };
};

/** What is in /tmp and /dev/shm of the box, seen through its first process; 0 when this is not allowed or over. */
export const temporaryFoldersBytes = async (initId: number): Promise<number> => {
  const sizes = await Promise.all(
    ['tmp', 'dev/shm'].map((path) =>
      statfs(`/proc/${initId}/root/${path}`).then(
        ({ bsize, blocks, bfree }) => (blocks - bfree) * bsize,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
};

/** Files on the workspace's device that were removed while still open: they fill the disk and no folder shows them. */
export const removedOpenBytes = async (family: readonly ProcessSample[], workspace: string): Promise<number> => {
  const device = (await stat(workspace)).dev;
  const counted = new Map<number, number>();
  for (const { id } of family) {
    const descriptors = await readdir(`/proc/${id}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const status = await stat(`/proc/${id}/fd/${descriptor}`).catch(() => undefined);
      if (status?.isFile() && status.nlink === 0 && status.dev === device) counted.set(status.ino, status.blocks * 512);
    }
  }
  return [...counted.values()].reduce((sum, bytes) => sum + bytes, 0);
};
