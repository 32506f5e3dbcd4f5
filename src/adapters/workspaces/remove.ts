import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * Removes a folder recursively with `rm`, which descends folder by folder. Node uses whole paths, which a job can make
 * longer than the kernel's limit of 4096 bytes.
 */
export const removeFolder = async (folder: string): Promise<void> => {
  await rm(folder, { recursive: true, force: true }).catch(() => promisify(execFile)('rm', ['-rf', '--', folder]));
};
