import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Changes the owner of a folder and its contents, without following links. For root only. Uses `chown`, which descends
 * folder by folder: it handles names of any bytes, and nesting beyond the kernel's longest path.
 */
export const giveTo = async (folder: string, userId: number, groupId: number): Promise<void> => {
  await execute('chown', ['--recursive', '--no-dereference', '--', `${userId}:${groupId}`, folder]);
};

export const ownerOf = async (path: string): Promise<{ userId: number; groupId: number }> => {
  const { uid, gid } = await lstat(path);
  return { userId: uid, groupId: gid };
};

/** Gives the owner access to everything below; call it only when no process that could swap a file for a link is alive. */
export const openFolders = async (folder: string): Promise<void> => {
  await execute('chmod', ['--recursive', 'u+rwX', '--', folder]);
};
