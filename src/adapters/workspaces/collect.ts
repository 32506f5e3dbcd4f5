import { join } from 'node:path';
import type { Tree, TreeEntry } from '../../events/tree.ts';
import { readPlainFile } from '../files/read.ts';
import { comparePaths, type Found, kindOf, type Skipped, walk } from '../files/walk.ts';

export type CollectLimits = {
  readonly maxFiles: number;
  /** Total size of all files. */
  readonly maxBytes: number;
  /** Maximum size of a text stored in the tree itself; 64 KB when absent. */
  readonly maxTextBytes?: (path: string) => number;
  /** Maximum size of all texts in the tree as JSON; further texts become blobs. Unlimited when absent. */
  readonly maxTextsBytes?: number;
  /** Maximum size of all paths and blob names in the tree as JSON; further files are left out. Unlimited when absent. */
  readonly maxNamesBytes?: number;
  /** Stores bytes and returns their name. */
  readonly putBlob: (bytes: Uint8Array) => Promise<string>;
  /** Selects files; all when absent. Others are omitted without a notice. */
  readonly include?: (path: string) => boolean;
  /** Selects the files to take first, so that no number of other files can displace them. */
  readonly first?: (path: string) => boolean;
  /** Entries known to be left out before the folder is read. */
  readonly leftBehind?: readonly Skipped[];
};

const defaultTextBytes = 64 * 1024;
const maximumListed = 20;
const longestListedPath = 200;

/** Lists the first reasons and counts all entries, because a report on a workspace is bounded. */
class SkippedList {
  readonly listed: Skipped[] = [];
  count = 0;

  add(path: string, reason: string): void {
    this.count += 1;
    if (this.listed.length < maximumListed) this.listed.push({ path: path.slice(0, longestListedPath), reason });
  }
}

const textOf = (bytes: Buffer): string | undefined => {
  const text = bytes.toString('utf8');
  return !text.includes('\0') && Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
};

const jsonBytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** Adds files to a tree within the limits. */
class TreeBuilder {
  private readonly limits: CollectLimits;
  private readonly entries: [string, TreeEntry][] = [];
  private totalBytes = 0;
  private textsBytes = 0;
  private namesBytes = 0;

  constructor(limits: CollectLimits) {
    this.limits = limits;
  }

  tree(): Tree {
    return Object.fromEntries(this.entries.sort(([a], [b]) => comparePaths(a, b)));
  }

  /** Returns why the file is left out; undefined when it was taken. */
  async take(folder: string, { path, status }: Found): Promise<string | undefined> {
    const { maxFiles, maxBytes, maxNamesBytes = Number.POSITIVE_INFINITY } = this.limits;
    if (!status.isFile()) return `it is ${kindOf(status)}, not a file`;
    if (this.entries.length >= maxFiles) return `there are more than ${maxFiles} files`;
    if (this.totalBytes + status.size > maxBytes) return `with it, the files would be larger than ${maxBytes} bytes`;
    const nameBytes = jsonBytes({ [path]: { blob: 'f'.repeat(64), sizeBytes: status.size } });
    if (this.namesBytes + nameBytes > maxNamesBytes)
      return `the names of the files fill more than ${maxNamesBytes} bytes`;
    const bytes = await readPlainFile(join(folder, path), maxBytes - this.totalBytes);
    if (bytes === undefined) return 'it cannot be read';
    this.totalBytes += bytes.length;
    this.namesBytes += nameBytes;
    this.entries.push([path, await this.entryOf(path, bytes)]);
    return undefined;
  }

  private async entryOf(path: string, bytes: Buffer): Promise<TreeEntry> {
    const { maxTextBytes, maxTextsBytes = Number.POSITIVE_INFINITY, putBlob } = this.limits;
    const text = bytes.length <= (maxTextBytes?.(path) ?? defaultTextBytes) ? textOf(bytes) : undefined;
    const textBytes = text === undefined ? 0 : jsonBytes(text);
    if (text === undefined || this.textsBytes + textBytes > maxTextsBytes) {
      return { blob: await putBlob(bytes), sizeBytes: bytes.length };
    }
    this.textsBytes += textBytes;
    return { text };
  }
}

/**
 * Reads a folder that untrusted code has written, within bounds; lists omitted files with the reason. Takes files that
 * `first` selects, then those of the upper folders, ordered by the code units of their paths.
 */
export const collect = async (
  folder: string,
  limits: CollectLimits,
): Promise<{ tree: Tree; skipped: readonly Skipped[]; skippedCount: number }> => {
  const { include, first, leftBehind = [] } = limits;
  const found: Found[] = [];
  const skipped = new SkippedList();
  for (const { path, reason } of leftBehind) if (include?.(path) ?? true) skipped.add(path, reason);
  for await (const item of walk(folder)) {
    if (include !== undefined && !include(item.path)) continue;
    if ('reason' in item) skipped.add(item.path, item.reason);
    else found.push(item);
  }
  const rank = ({ path }: Found): number => (first?.(path) ? 0 : 1);
  found.sort((a, b) => rank(a) - rank(b) || a.depth - b.depth || comparePaths(a.path, b.path));
  const builder = new TreeBuilder(limits);
  for (const item of found) {
    const reason = await builder.take(folder, item);
    if (reason !== undefined) skipped.add(item.path, reason);
  }
  return { tree: builder.tree(), skipped: skipped.listed, skippedCount: skipped.count };
};
