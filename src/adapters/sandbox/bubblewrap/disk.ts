import { execFile } from 'node:child_process';
import { lstat, opendir, readdir, readFile, stat, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ProcessSample } from './processes.ts';

/** Bytes counted for each file or folder, because empty ones take space, too. */
const leastBytes = 4096;

export type FolderSize = { readonly bytes: number; readonly largestFileBytes: number };

/** The kernel's limit on a path, which a job can exceed by nesting folders. */
const longestPath = 3500;
/** Bounds the output of `find`. */
const maximumListing = 64 * 1024 ** 2;

/** Latin-1 preserves every byte of a name, so that files with names that are not UTF-8 are counted. */
const encoding = 'latin1';

const openFolder = (path: string) =>
  opendir(Buffer.from(path, encoding), { encoding, bufferSize: 1024 }).catch(() => undefined);

/** Counts entries; stops above `enough`. */
const countEntries = async (folder: string, enough: number): Promise<number> => {
  let count = 0;
  const entries = await openFolder(folder);
  if (entries === undefined) return 0;
  try {
    for await (const _ of entries) {
      count += 1;
      if (count > enough) break;
    }
  } catch {
    // The folder was removed during the reading.
  }
  return count;
};

/** Measures a folder whose paths exceed the kernel's limit: `find` descends folder by folder. A block has 512 bytes. */
const deepSize = async (folder: string): Promise<FolderSize> => {
  const { stdout } = await promisify(execFile)('find', [folder, '-mindepth', '1', '-printf', '%y %b %s\\n'], {
    maxBuffer: maximumListing,
  }).catch(({ stdout = '' }: { stdout?: string }) => ({ stdout }));
  let bytes = 0;
  let largestFileBytes = 0;
  for (const [, kind, blocks, size] of stdout.matchAll(/^(\w) (\d+) (\d+)$/gm)) {
    bytes += Math.max(leastBytes, Number(blocks) * 512);
    if (kind === 'f') largestFileBytes = Math.max(largestFileBytes, Number(size));
  }
  return { bytes, largestFileBytes };
};

/** Returns the allocated space, without holes; stops above `enoughBytes`. Ignores vanishing entries. */
export const folderSize = async (folder: string, enoughBytes: number): Promise<FolderSize> => {
  let bytes = 0;
  let largestFileBytes = 0;
  const waiting = [Buffer.from(folder).toString(encoding)];
  for (let next = waiting.pop(); next !== undefined && bytes <= enoughBytes; next = waiting.pop()) {
    if (next.length > longestPath) return deepSize(folder);
    // Skips the sizes of too many files: the count suffices, and reading every size takes long.
    if (Number.isFinite(enoughBytes)) {
      const least = bytes + (await countEntries(next, (enoughBytes - bytes) / leastBytes)) * leastBytes;
      if (least > enoughBytes) return { bytes: least, largestFileBytes };
    }
    const entries = await openFolder(next);
    if (entries === undefined) continue;
    try {
      for await (const entry of entries) {
        const path = `${next}/${entry.name}`;
        const status = await lstat(Buffer.from(path, encoding)).catch(() => undefined);
        if (status === undefined) continue;
        bytes += Math.max(leastBytes, status.blocks * 512);
        if (status.isFile()) largestFileBytes = Math.max(largestFileBytes, status.size);
        if (status.isDirectory()) waiting.push(path);
        if (bytes > enoughBytes) break;
      }
    } catch {
      // The folder was removed during the reading.
    }
  }
  return { bytes, largestFileBytes };
};

/** Returns the usage of the box's /tmp and /dev/shm through its first process; 0 without permission or after its end. */
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

/** Finds removed files on the workspace's device that are still open: they use the disk, but no folder lists them. */
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

/** Counts descriptors in flight through a socket: no process has them, but they keep removed files alive. */
export const descriptorsInFlight = async (family: readonly ProcessSample[]): Promise<number> => {
  let count = 0;
  for (const { id } of family) {
    for (const descriptor of await readdir(`/proc/${id}/fdinfo`).catch(() => [])) {
      const text = await readFile(`/proc/${id}/fdinfo/${descriptor}`, 'latin1').catch(() => '');
      count += Number(/^scm_fds: (\d+)/m.exec(text)?.[1] ?? 0);
    }
  }
  return count;
};

/** Returns the used space of a folder's device. */
export const deviceUsedBytes = async (folder: string): Promise<number> => {
  const { bsize, blocks, bfree } = await statfs(folder);
  return (blocks - bfree) * bsize;
};
