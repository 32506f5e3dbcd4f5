import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Gives a folder and all in it to a user, links themselves and not what they point at. For root only. By `chown`, which
 * goes down folder by folder: it takes names of any bytes, and nesting beyond the kernel's longest path.
 */
export const giveTo = async (folder: string, userId: number, groupId: number): Promise<void> => {
  await execute('chown', ['--recursive', '--no-dereference', '--', `${userId}:${groupId}`, folder]);
};

export const ownerOf = async (path: string): Promise<{ userId: number; groupId: number }> => {
  const { uid, gid } = await lstat(path);
  return { userId: uid, groupId: gid };
};

/** Lets the owner read and enter everything below; to be called when nothing that could swap a file for a link is alive. */
export const openFolders = async (folder: string): Promise<void> => {
  await execute('chmod', ['--recursive', 'u+rwX', '--', folder]);
};
