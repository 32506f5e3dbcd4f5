import { lstat, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import { isText, type Tree } from '../../events/tree.ts';

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
