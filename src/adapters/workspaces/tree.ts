import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import { isText, type Tree } from '../../events/tree.ts';

/** Splits a relative path. Throws CodedError('workspace.unsafe_path') for one that could lead out of the folder. */
const partsOf = (path: string): string[] => {
  const parts = path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw new CodedError('workspace.unsafe_path', `"${path}" is not a plain path inside a workspace`);
  }
  return parts;
};

const collision = (path: string, why: string): CodedError =>
  new CodedError('workspace.collision', `"${path}" cannot be written: ${why}`);

/** Creates a file's parent folders one by one, so that none of them can be a link. */
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
 * Writes a tree into an existing folder without overwriting. Throws CodedError('workspace.unsafe_path') and
 * CodedError('workspace.collision') before anything is written at the path concerned.
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
    // Exclusive creation also refuses a link as the last part.
    await writeFile(join(folder, ...parts), content, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
      throw error.code === 'EEXIST' ? collision(path, 'it already exists') : error;
    });
  }
};
