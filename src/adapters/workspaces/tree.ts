import { constants, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import { isText, type Tree, type TreeEntry } from '../../events/tree.ts';

export type Skipped = { readonly path: string; readonly reason: string };

export type CollectLimits = {
  readonly maxFiles: number;
  /** Of all files together. */
  readonly maxBytes: number;
  /** The largest text at a path that goes into the tree itself; 64 KB when absent. */
  readonly maxTextBytes?: (path: string) => number;
  /** Stores bytes and returns their name. */
  readonly putBlob: (bytes: Uint8Array) => Promise<string>;
  /** Which files matter; all when absent. Others are not even mentioned. */
  readonly include?: (path: string) => boolean;
};

const defaultTextBytes = 64 * 1024;

/** The parts of a relative path. Throws CodedError('workspace.unsafe_path') for one that could lead out of the folder. */
const partsOf = (path: string): string[] => {
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new CodedError('workspace.unsafe_path', `"${path}" is not a plain path inside a workspace`);
  }
  return parts;
};

const collision = (path: string, why: string): CodedError =>
  new CodedError('workspace.collision', `"${path}" cannot be written: ${why}`);

/** Makes the folders above a file one by one, so that none of them can be a link to somewhere else. */
const makeFoldersAbove = async (folder: string, parts: readonly string[]): Promise<void> => {
  let current = folder;
  for (const part of parts.slice(0, -1)) {
    current = join(current, part);
    await mkdir(current).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    if (!(await lstat(current)).isDirectory()) throw collision(parts.join('/'), `${part} is not a folder`);
  }
};

/**
 * Writes a tree into a folder that exists; it overwrites nothing. Throws CodedError('workspace.unsafe_path') and
 * CodedError('workspace.collision'), for a path before anything is written at it.
 */
export const materialise = async (
  tree: Tree,
  folder: string,
  readBlob: (sha256: string) => Promise<Uint8Array>,
): Promise<void> => {
  for (const [path, entry] of Object.entries(tree)) {
    const parts = partsOf(path);
    await makeFoldersAbove(folder, parts);
    const content = isText(entry) ? entry.text : await readBlob(entry.blob);
    // Exclusive creation also refuses a link in the last place.
    await writeFile(join(folder, ...parts), content, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? collision(path, 'something is there already') : error;
    });
  }
};

const kindOf = (status: Stats): string => {
  if (status.isSymbolicLink()) return 'a link';
  if (status.isFIFO()) return 'a pipe';
  if (status.isSocket()) return 'a socket';
  return 'a device';
};

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

const textOf = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('utf8');
  return !text.includes('\0') && Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
};

const entryOf = async (path: string, bytes: Buffer, limits: CollectLimits): Promise<TreeEntry> => {
  const maximum = limits.maxTextBytes?.(path) ?? defaultTextBytes;
  const text = bytes.length <= maximum ? textOf(bytes) : undefined;
  return text === undefined ? { blob: await limits.putBlob(bytes), sizeBytes: bytes.length } : { text };
};

/** Everything below a folder in the order of the paths' code units, folders left out and links not followed. */
async function* walk(folder: string, prefix = ''): AsyncGenerator<{ path: string; status: Stats } | Skipped> {
  const names = await readdir(join(folder, prefix)).catch(() => undefined);
  if (names === undefined) {
    yield { path: prefix, reason: 'the folder cannot be read' };
    return;
  }
  for (const name of names.sort()) {
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const status = await lstat(join(folder, path)).catch(() => undefined);
    if (status?.isDirectory()) yield* walk(folder, path);
    else if (status !== undefined) yield { path, status };
  }
}

/** Reads a folder that untrusted code has written, within bounds; what is left out is listed with the reason. */
export const collect = async (
  folder: string,
  limits: CollectLimits,
): Promise<{ tree: Tree; skipped: readonly Skipped[] }> => {
  const found: Record<string, TreeEntry> = {};
  const skipped: Skipped[] = [];
  let files = 0;
  let totalBytes = 0;
  const skip = (path: string, reason: string): void => {
    if (skipped.length < limits.maxFiles) skipped.push({ path, reason });
  };
  for await (const item of walk(folder)) {
    const { path } = item;
    if (limits.include !== undefined && !limits.include(path)) continue;
    if ('reason' in item) skip(path, item.reason);
    else if (!item.status.isFile()) skip(path, `it is ${kindOf(item.status)}, not a file`);
    else if (files >= limits.maxFiles) skip(path, `there are more than ${limits.maxFiles} files`);
    else if (totalBytes + item.status.size > limits.maxBytes) {
      skip(path, `with it, the files would be larger than ${limits.maxBytes} bytes`);
    } else {
      const bytes = await readPlainFile(join(folder, path), limits.maxBytes - totalBytes);
      if (bytes === undefined) {
        skip(path, 'it cannot be read');
        continue;
      }
      files += 1;
      totalBytes += bytes.length;
      found[path] = await entryOf(path, bytes, limits);
    }
  }
  const tree = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { tree, skipped };
};
