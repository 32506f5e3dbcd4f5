import type { Bundles } from '../../ports/bundles.ts';
import { openBundle } from './read.ts';
import { openFile } from './source.ts';
import { writeBundle } from './write.ts';

/** Bundles as files on this machine. */
export const bundleFiles: Bundles = {
  write: writeBundle,
  open: async (path) => openBundle(await openFile(path)),
};
