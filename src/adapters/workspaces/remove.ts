import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Removes a folder and all in it. Node goes by whole paths, which a job can make longer than the kernel takes (4096
 * bytes, some 3000 nested folders); `rm` goes down folder by folder.
 */
export const removeFolder = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true }).catch(() => promisify(execFile)('rm', ['-rf', '--', folder]));
};
