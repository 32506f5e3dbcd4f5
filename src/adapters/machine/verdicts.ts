import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { homePath } from './home.ts';

/** A check's result, and the files whose change invalidates it. */
export type Verdict = { readonly version: string; readonly path: string; readonly files: readonly string[] };
type Stored = Verdict & { readonly stamps: readonly string[] };

const stampOf = async (file: string): Promise<string> => {
  const { mtimeMs, size } = await stat(file);
  return `${mtimeMs}:${size}`;
};

/** One file per check, so that concurrent checks do not overwrite each other's result. */
const pathOf = (key: string): string => {
  const name = createHash('sha256').update(key).digest('hex').slice(0, 16);
  return join(homePath(), 'tools', 'verdicts', `${name}.json`);
};

const recall = async (key: string): Promise<Stored | undefined> => {
  try {
    return JSON.parse(await readFile(pathOf(key), 'utf8'));
  } catch {
    return undefined;
  }
};

const isFresh = async (stored: Stored): Promise<boolean> => {
  try {
    const stamps = await Promise.all(stored.files.map(stampOf));
    return stamps.every((stamp, index) => stamp === stored.stamps[index]);
  } catch {
    return false;
  }
};

/** Ignores write failures, because a missing cache only costs time. */
const remember = async (key: string, verdict: Verdict): Promise<void> => {
  try {
    const stored: Stored = { ...verdict, stamps: await Promise.all(verdict.files.map(stampOf)) };
    const temporary = `${pathOf(key)}.${process.pid}`;
    await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify(stored, null, 2));
    await rename(temporary, pathOf(key));
  } catch {
    return;
  }
};

/** Repeats a check only when a file that its last good verdict depends on has changed; never stores a bad verdict (undefined). */
export const cachedVerdict = async (
  key: string,
  check: () => Promise<Verdict | undefined>,
): Promise<Verdict | undefined> => {
  const stored = await recall(key);
  if (stored !== undefined && (await isFresh(stored))) return stored;
  const verdict = await check();
  if (verdict !== undefined) await remember(key, verdict);
  return verdict;
};
