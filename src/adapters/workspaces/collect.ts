import { join } from 'node:path';
import type { Tree, TreeEntry } from '../../events/tree.ts';
import { readPlainFile } from '../files/read.ts';
import { comparePaths, type Found, kindOf, type Skipped, walk } from '../files/walk.ts';

export type CollectLimits = {
  readonly maxFiles: number;
  /** Of all files together. */
  readonly maxBytes: number;
  /** The largest text at a path that goes into the tree itself; 64 KB when absent. */
  readonly maxTextBytes?: (path: string) => number;
  /** Of all texts in the tree as JSON; further ones become blobs. Unlimited when absent. */
  readonly maxTextsBytes?: number;
  /** Of all paths and names of blobs in the tree as JSON; further files are left out. Unlimited when absent. */
  readonly maxNamesBytes?: number;
  /** Stores bytes and returns their name. */
  readonly putBlob: (bytes: Uint8Array) => Promise<string>;
  /** Which files matter; all when absent. Others are not even mentioned. */
  readonly include?: (path: string) => boolean;
  /** Which files are taken before all others, so that no number of other files can displace them. */
  readonly first?: (path: string) => boolean;
  /** What is known to be left out before the folder is read. */
  readonly leftBehind?: readonly Skipped[];
};

const defaultTextBytes = 64 * 1024;
const maximumListed = 20;
const longestListedPath = 200;

/** The first reasons one by one, and how many entries there are in all: a report on a workspace has little room. */
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

/** Takes files into a tree one after another while the limits last. */
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

  /** Why the file is left out; undefined when it was taken. */
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
 * Reads a folder that untrusted code has written, within bounds; what is left out is listed with the reason. Files that
 * `first` names go first, then those of the upper folders, in the order of their paths' code units.
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
