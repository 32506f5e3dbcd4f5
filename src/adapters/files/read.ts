import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Undefined for anything but a plain file of at most that size that may be read; a link is not followed. */
export const readPlainFile = async (path: string, maxBytes: number): Promise<Buffer | undefined> => {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (handle === undefined) return undefined;
  try {
    const status = await handle.stat();
    return status.isFile() && status.size <= maxBytes ? await handle.readFile() : undefined;
  } finally {
    await handle.close();
  }
};

/**
 * A plain file below a folder, by its path there. Undefined for one that a link, in its own place or above it, or `..`
 * leads to: what somebody sent must not choose which files of this machine are read.
 */
export const readFileBelow = async (folder: string, path: string, maxBytes: number): Promise<Buffer | undefined> => {
  const inner = relative(folder, resolve(folder, path));
  if (inner === '' || isAbsolute(inner) || inner.split(sep)[0] === '..') return undefined;
  const root = await realpath(folder).catch(() => undefined);
  const real = await realpath(join(folder, inner)).catch(() => undefined);
  return root !== undefined && real === join(root, inner) ? readPlainFile(real, maxBytes) : undefined;
};
