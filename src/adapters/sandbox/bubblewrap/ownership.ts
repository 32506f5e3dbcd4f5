import { chmod, lchown, lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** Gives a folder and all in it to a user, links themselves and not what they point at. For root only. */
export const giveTo = async (folder: string, userId: number, groupId: number): Promise<void> => {
  await lchown(folder, userId, groupId);
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await giveTo(path, userId, groupId);
    else await lchown(path, userId, groupId);
  }
};

export const ownerOf = async (path: string): Promise<{ userId: number; groupId: number }> => {
  const { uid, gid } = await lstat(path);
  return { userId: uid, groupId: gid };
};

const ownersAll = 0o700;

/** Lets the owner into every folder below; to be called when nothing that could swap one for a link is alive. */
export const openFolders = async (folder: string): Promise<void> => {
  const { mode } = await lstat(folder);
  if ((mode & ownersAll) !== ownersAll) await chmod(folder, (mode & 0o777) | ownersAll);
  for await (const entry of await opendir(folder)) {
    if (entry.isDirectory()) await openFolders(join(folder, entry.name));
  }
};
