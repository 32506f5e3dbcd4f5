import { constants } from 'node:fs';
import { open, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve, sep } from 'node:path';

/** Reads a plain file; undefined for a larger, unreadable or other file. Does not follow links. */
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
 * Reads a plain file by its path below a folder. Undefined for a path with `..` or a link in any part, because data from
 * outside must not choose which of this machine's files are read.
 */
export const readFileBelow = async (folder: string, path: string, maxBytes: number): Promise<Buffer | undefined> => {
  const inner = relative(folder, resolve(folder, path));
  if (inner === '' || isAbsolute(inner) || inner.split(sep)[0] === '..') return undefined;
  const root = await realpath(folder).catch(() => undefined);
  const real = await realpath(join(folder, inner)).catch(() => undefined);
  return root !== undefined && real === join(root, inner) ? readPlainFile(real, maxBytes) : undefined;
};
