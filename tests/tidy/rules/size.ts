import { posix } from 'node:path';
import type { Texts } from '../../../scripts/source-tree.ts';

export const maximumLines = 300;
/** Maximum number of files in a folder. */
export const maximumFiles = 24;

/** Code that tests of all rooms share; it has no rooms of its own yet. */
const crowded = new Set(['tests/support']);

export const longFiles = (texts: Texts): readonly string[] =>
  [...texts]
    .map(([path, text]) => [path, text.split('\n').length - 1] as const)
    .filter(([, lines]) => lines > maximumLines)
    .map(([path, lines]) => `${path} has ${lines} lines`);

export const crowdedFolders = (texts: Texts): readonly string[] => {
  const counts = new Map<string, number>();
  for (const path of texts.keys()) {
    const folder = posix.dirname(path);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return [...counts]
    .filter(([folder, count]) => count > maximumFiles && !crowded.has(folder))
    .map(([folder, count]) => `${folder} has ${count} files`);
};
