import { execFile } from 'node:child_process';
import { lstat, opendir, readdir, readFile, stat, statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { ProcessSample } from './processes.ts';

/** An empty file or folder costs the machine too. */
const leastBytes = 4096;

export type FolderSize = { readonly bytes: number; readonly largestFileBytes: number };

/** The kernel takes no path over 4096 bytes; by nesting folders a job makes longer ones. */
const longestPath = 3500;
/** Bounds what `find` prints. */
const maximumListing = 64 * 1024 ** 2;

/** Latin-1 keeps every byte of a name: a file whose name is not UTF-8 takes space like any other. */
const encoding = 'latin1';

const openFolder = (path: string) =>
  opendir(Buffer.from(path, encoding), { encoding, bufferSize: 1024 }).catch(() => undefined);

/** Stops counting once over `enough`. */
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
    // The folder was removed while it was being read.
  }
  return count;
};

/** Of a folder with paths too long for the kernel: `find` goes down folder by folder. A block has 512 bytes. */
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

/** Space really taken (a hole takes none); stops adding up once over `enoughBytes`. Vanishing entries are not counted. */
export const folderSize = async (folder: string, enoughBytes: number): Promise<FolderSize> => {
  let bytes = 0;
  let largestFileBytes = 0;
  const waiting = [Buffer.from(folder).toString(encoding)];
  for (let next = waiting.pop(); next !== undefined && bytes <= enoughBytes; next = waiting.pop()) {
    if (next.length > longestPath) return deepSize(folder);
    // Of too many files it is enough to know how many: asking for the size of each takes long.
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

/** Descriptors that were sent through a socket and not yet received: no process has them, and they keep removed files alive. */
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

/** Space in use on the device that a folder is on. */
export const deviceUsedBytes = async (folder: string): Promise<number> => {
  const { bsize, blocks, bfree } = await statfs(folder);
  return (blocks - bfree) * bsize;
};
