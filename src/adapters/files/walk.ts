import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export type Skipped = { readonly path: string; readonly reason: string };

/** Maximum depth of folders below the first; entries of the deepest one are still reported. */
export const maximumDepth = 64;
const maximumVisits = 200_000;

export type Found = { readonly path: string; readonly depth: number; readonly status: Stats };

export const kindOf = (status: Stats): string => {
  if (status.isSymbolicLink()) return 'a link';
  if (status.isFIFO()) return 'a pipe';
  if (status.isSocket()) return 'a socket';
  return 'a device';
};

export const comparePaths = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * Yields the entries below a folder. Reads names as bytes, because others than UTF-8 would silently vanish; does not
 * follow links. An explicit stack keeps deep nesting from exhausting the call stack. Unwanted entries are neither
 * entered nor reported.
 */
export async function* walk(
  folder: string,
  isWanted: (path: string) => boolean = () => true,
): AsyncGenerator<Found | Skipped> {
  const folders: { path: string; depth: number }[] = [{ path: '', depth: 0 }];
  let visits = 0;
  for (let next = folders.pop(); next !== undefined; next = folders.pop()) {
    const { path: above, depth } = next;
    const prefix = above === '' ? '' : `${above}/`;
    const names = await readdir(join(folder, above), { encoding: 'buffer' }).catch(() => undefined);
    if (names === undefined) yield { path: above, reason: 'the folder cannot be read' };
    for (const name of (names ?? []).sort(Buffer.compare)) {
      const path = prefix + name.toString();
      if (!isWanted(path)) continue;
      visits += 1;
      if (visits > maximumVisits) {
        yield { path, reason: `there are more than ${maximumVisits} files and folders: the rest was not read` };
        return;
      }
      if (!isUtf8(name)) {
        yield { path, reason: 'its name is not UTF-8' };
        continue;
      }
      const status = await lstat(join(folder, path)).catch(() => undefined);
      if (status === undefined) yield { path, reason: 'it cannot be read' };
      else if (!status.isDirectory()) yield { path, depth, status };
      else if (depth < maximumDepth) folders.push({ path, depth: depth + 1 });
      else yield { path, reason: `it lies more than ${maximumDepth} folders deep` };
    }
  }
}
