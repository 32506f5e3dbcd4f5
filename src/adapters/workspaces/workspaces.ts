import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Blobs } from '../../ports/blobs.ts';
import type { Workspaces } from '../../ports/workspaces.ts';
import { collect, materialise } from './tree.ts';

const kilobyte = 1024;

const bounds = {
  maxFiles: 500,
  maxBytes: 256 * kilobyte ** 2,
  /** Results are what machines read; of other text a result event has room for little. */
  maxTextBytes: (path: string) => (path.endsWith('/final_info.json') ? 96 : 16) * kilobyte,
};

/** Workspaces as folders below one that exists; blobs come from and go to the store of the run. */
export const createWorkspaces = (blobs: Blobs, parent = tmpdir()): Workspaces => ({
  create: async (tree) => {
    const folder = await mkdtemp(join(parent, 'workspace-'));
    await materialise(tree, folder, (name) => blobs.get(name));
    return {
      folder,
      collect: ({ prefixes, suffixes }) =>
        collect(folder, {
          ...bounds,
          putBlob: (bytes) => blobs.put(bytes),
          include: (path) =>
            prefixes.some((prefix) => path.startsWith(prefix)) ||
            (!path.includes('/') && suffixes.some((suffix) => path.endsWith(suffix))),
        }),
      read: (path) => readFile(join(folder, path)),
      remove: () => rm(folder, { recursive: true, force: true }),
    };
  },
});
