import { createWriteStream, writeFileSync } from 'node:fs';
import { copyFile, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { maximumDepth, type Skipped } from '../../files/walk.ts';

export type ArchiveBounds = {
  /** Number of files and folders together. */
  readonly entries: number;
  /** Total unpacked size of all files, including holes. */
  readonly bytes: number;
};

const leftOutListed = 100;
const longestName = 255;

/** Splits a relative path into its parts; undefined for a path that is absolute, contains `..`, or is invalid here. */
const partsOf = (name: string): string[] | undefined => {
  if (name.startsWith('/') || name.includes('\0')) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  const isPlain = parts.every((part) => part !== '..' && Buffer.byteLength(part) <= longestName);
  return isPlain ? parts : undefined;
};

/** Empties a folder that only we use, so that no link in it can redirect unpacked files. */
const emptyFolder = async (folder: string): Promise<void> => {
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true });
};

const kinds: Readonly<Record<string, string>> = {
  symlink: 'a link',
  fifo: 'a pipe',
  'character-device': 'a device',
  'block-device': 'a device',
};

class Enough extends Error {}

const smallBytes = 64 * 1024;
const mode = 0o644;

/** Writes a small file at once, because a stream for each of many thousands would dominate the time. */
const write = async (content: Readable, path: string, size: number): Promise<void> => {
  if (size > smallBytes) return pipeline(content, createWriteStream(path, { flags: 'wx', mode }));
  const chunks: Buffer[] = [];
  if (size > 0) for await (const chunk of content) chunks.push(chunk);
  writeFileSync(path, Buffer.concat(chunks), { flag: 'wx', mode });
};

/**
 * Replaces a folder's contents with the plain files and folders of an archive from untrusted code. A hard link becomes
 * a copy; symbolic links, pipes, devices and entries beyond the bounds are left out and listed. `root` is the first
 * folder of all paths in the archive. Rejects for an invalid archive.
 */
export const unpackWorkspace = async (
  archive: NodeJS.ReadableStream,
  folder: string,
  root: string,
  bounds: ArchiveBounds,
): Promise<readonly Skipped[]> => {
  await emptyFolder(folder);
  const leftOut: Skipped[] = [];
  const files = new Map<string, number>();
  const folders = new Set<string>(['']);
  let entries = 0;
  let bytes = 0;
  const leaveOut = (path: string, reason: string): void => {
    if (leftOut.length < leftOutListed) leftOut.push({ path, reason });
  };
  const makeRoom = (path: string, size: number): void => {
    entries += 1;
    bytes += size;
    if (entries > bounds.entries) {
      leaveOut(path, `it and all later entries are left out: there are more than ${bounds.entries} files and folders`);
      throw new Enough();
    }
    if (bytes > bounds.bytes) {
      leaveOut(path, `it and all later entries are left out: the total size exceeds ${bounds.bytes} bytes`);
      throw new Enough();
    }
  };
  const makeFolders = async (parts: readonly string[]): Promise<void> => {
    for (let depth = 1; depth <= parts.length; depth += 1) {
      const path = parts.slice(0, depth).join('/');
      if (folders.has(path)) continue;
      makeRoom(path, 0);
      await mkdir(join(folder, path), { mode: 0o755 });
      folders.add(path);
    }
  };
  const place = async (header: Header, content: Readable): Promise<void> => {
    const [first, ...parts] = partsOf(header.name) ?? [];
    const path = parts.join('/');
    // A name that is not UTF-8 has been decoded with replacement characters.
    if (header.name.includes('\ufffd')) return leaveOut(path, 'its name is not UTF-8');
    // Creates the folder at the maximum depth, so that it is reported once instead of each entry below it.
    if (parts.length > maximumDepth + 1) return makeFolders(parts.slice(0, maximumDepth + 1));
    const kind = header.type ?? 'file';
    if (first !== root) return leaveOut(header.name.slice(0, 200), 'its path leads out of the workspace');
    if (kind === 'directory') return makeFolders(parts);
    if (files.has(path) || folders.has(path)) return leaveOut(path, 'its path is already taken');
    if (kind === 'link') {
      const original =
        partsOf(header.linkname ?? '')
          ?.slice(1)
          .join('/') ?? '';
      const size = files.get(original);
      if (size === undefined) return leaveOut(path, 'it is a hard link to a missing file');
      makeRoom(path, size);
      await makeFolders(parts.slice(0, -1));
      await copyFile(join(folder, original), join(folder, path));
      files.set(path, size);
      return;
    }
    if (kind !== 'file' && kind !== 'contiguous-file') {
      return leaveOut(path, `it is ${kinds[kind] ?? 'something else'}, not a file`);
    }
    makeRoom(path, header.size ?? 0);
    await makeFolders(parts.slice(0, -1));
    await write(content, join(folder, path), header.size ?? 0);
    files.set(path, header.size ?? 0);
  };

  const reader = extract();
  reader.on('entry', (header, content, next) => {
    place(header, content)
      .catch((error) => {
        // This machine considers two names equal, or a file has the name of a folder.
        if (error.code !== 'EEXIST' && error.code !== 'ENOTDIR') throw error;
        leaveOut(header.name.slice(0, 200), 'its path is already taken');
      })
      .then(
        () => {
          content.resume();
          next();
        },
        (error) => reader.destroy(error),
      );
  });
  const source = archive instanceof Readable ? archive : new Readable().wrap(archive);
  try {
    await pipeline(source, reader);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  return leftOut;
};
