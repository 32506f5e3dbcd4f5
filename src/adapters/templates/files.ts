import { isUtf8 } from 'node:buffer';
import { readlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Tree, TreeEntry } from '../../events/tree.ts';
import { readFileBelow } from '../files/read.ts';
import { looksLikeKey, secretive } from '../files/secretive.ts';
import { kindOf, walk } from '../files/walk.ts';

export type Reading = {
  /** True for a text with a secret; by default for one with an apparent key. */
  readonly holdsSecret?: (text: string) => boolean;
  /** Called for each omitted file or folder. */
  readonly onNotice?: (line: string) => void;
};

export type PutBlob = (bytes: Uint8Array) => Promise<string>;

export const maximumTextBytes = 64_000;
const maximumFiles = 500;
const maximumFileBytes = 64 * 1024 ** 2;

/** Omitted without a notice. */
const passedOver = /^(\.git|__pycache__)(\/|$)|\.pyc$/;
const results = /^run_\d+$/;

export const broken = (folder: string, problem: string): CodedError =>
  new CodedError('template.broken', `template ${basename(folder)}: ${problem}`);

export const tooLarge = (folder: string, problem: string): CodedError =>
  new CodedError('template.too_large', `template ${basename(folder)}: ${problem}`);

/** Returns the folder that holds the most files, and their number. */
const fullest = (files: readonly string[]): readonly [folder: string, count: number] => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0] ?? ['.', 0];
};

/**
 * Lists the plain files of a folder, sorted. Refuses links, because a link's target anywhere on this machine would be
 * read, recorded and exported. Throws CodedError('template.link'), ('template.broken') or ('template.too_large').
 */
export const filesIn = async (folder: string, { onNotice }: Reading): Promise<readonly string[]> => {
  const files: string[] = [];
  const leaveOut = (path: string, reason: string): void =>
    onNotice?.(`template ${basename(folder)}: ${path} is left out, because ${reason}`);
  const isWanted = (path: string): boolean => {
    if (results.test(path)) leaveOut(path, 'a run makes its own folders of results');
    return !results.test(path) && !passedOver.test(path);
  };
  for await (const found of walk(folder, isWanted)) {
    if ('reason' in found) throw broken(folder, `${found.path}: ${found.reason}`);
    const { path, status } = found;
    if (status.isSymbolicLink())
      throw new CodedError(
        'template.link',
        `template ${basename(folder)}: ${path} is a link (to ${await readlink(join(folder, path))}): put a copy in its place`,
      );
    if (!status.isFile()) throw broken(folder, `${path} is ${kindOf(status)}, not a file`);
    if (secretive.test(path)) leaveOut(path, 'its name is that of a hidden or secret file');
    else files.push(path);
  }
  if (files.length <= maximumFiles) return files.sort();
  const [most, count] = fullest(files);
  throw tooLarge(
    folder,
    `it has ${files.length} files; at most ${maximumFiles} are recorded; ${count} of them in ${most}`,
  );
};

/** Throws CodedError('template.secret') for a text with a key, because a run records its inputs, which may be exported. */
export const readBytes = async (
  folder: string,
  path: string,
  { holdsSecret = looksLikeKey }: Reading,
): Promise<Buffer> => {
  const bytes = await readFileBelow(folder, path, maximumFileBytes);
  if (bytes === undefined) throw broken(folder, `${path} cannot be read, or has more than ${maximumFileBytes} bytes`);
  if (bytes.includes(0) || !holdsSecret(bytes.toString('utf8'))) return bytes;
  throw new CodedError(
    'template.secret',
    `template ${basename(folder)}: ${path} contains a key or a text that looks like one: remove it`,
  );
};

/** Keeps as text only what text can hold without a change of its bytes. */
const entryOf = async (bytes: Buffer, putBlob: PutBlob): Promise<TreeEntry> => {
  const isText = bytes.length <= maximumTextBytes && !bytes.includes(0) && isUtf8(bytes);
  return isText ? { text: bytes.toString('utf8') } : { blob: await putBlob(bytes), sizeBytes: bytes.length };
};

/** Returns files below a folder by relative path. */
export const readTree = async (
  folder: string,
  files: readonly string[],
  putBlob: PutBlob,
  reading: Reading,
): Promise<Tree> =>
  Object.fromEntries(
    await Promise.all(
      files.map(async (path) => [path, await entryOf(await readBytes(folder, path, reading), putBlob)]),
    ),
  );
