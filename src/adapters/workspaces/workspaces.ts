import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import { readFileBelow } from '../files/read.ts';
import { collect } from './collect.ts';
import { removeFolder } from './remove.ts';
import { materialise } from './tree.ts';

const kilobyte = 1024;

const isResultFile = (path: string): boolean => path.endsWith('/final_info.json');

/** Keeps texts and file names together below a task result's limit of 200,000 bytes of JSON. */
const bounds = {
  maxFiles: 500,
  maxBytes: 256 * kilobyte ** 2,
  maxTextBytes: (path: string) => (isResultFile(path) ? 96 : 16) * kilobyte,
  maxTextsBytes: 125_000,
  maxNamesBytes: 45_000,
  first: isResultFile,
};

/** Creates workspaces as folders below an existing one; reads and stores blobs in the run's store. */
export const createWorkspaces = (blobs: Blobs, parent = tmpdir()): Workspaces => ({
  create: async (tree) => {
    const folder = await mkdtemp(join(parent, 'workspace-'));
    await materialise(tree, folder, (name) => blobs.get(name));
    return {
      folder,
      collect: ({ prefixes, suffixes }, leftBehind) =>
        collect(folder, {
          ...bounds,
          ...(leftBehind === undefined ? {} : { leftBehind }),
          putBlob: (bytes) => blobs.put(bytes),
          include: (path) =>
            prefixes.some((prefix) => path.startsWith(prefix)) ||
            (!path.includes('/') && suffixes.some((suffix) => path.endsWith(suffix))),
        }),
      read: async (path) => {
        const bytes = await readFileBelow(folder, path, bounds.maxBytes);
        if (bytes !== undefined) return bytes;
        throw new CodedError('workspace.unreadable', `${path} is not a plain file of the workspace, or is too large`);
      },
      remove: () => removeFolder(folder),
    };
  },
});
