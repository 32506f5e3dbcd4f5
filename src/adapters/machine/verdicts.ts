import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { homePath } from './home.ts';

/** What a check found, and the files whose change makes it doubtful. */
export type Verdict = { readonly version: string; readonly path: string; readonly files: readonly string[] };
type Stored = Verdict & { readonly stamps: readonly string[] };

const stampOf = async (file: string): Promise<string> => {
  const { mtimeMs, size } = await stat(file);
  return `${mtimeMs}:${size}`;
};

const storePath = (): string => join(homePath(), 'tools', 'verdicts.json');

const readStore = async (): Promise<Record<string, Stored>> => {
  try {
    return JSON.parse(await readFile(storePath(), 'utf8'));
  } catch {
    return {};
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

/** A cache that cannot be written only costs time, so failures are not raised. */
const remember = async (key: string, verdict: Verdict): Promise<void> => {
  try {
    const stored: Stored = { ...verdict, stamps: await Promise.all(verdict.files.map(stampOf)) };
    const temporary = `${storePath()}.${process.pid}`;
    await mkdir(dirname(temporary), { recursive: true, mode: 0o700 });
    await writeFile(temporary, JSON.stringify({ ...(await readStore()), [key]: stored }, null, 2));
    await rename(temporary, storePath());
  } catch {
    return;
  }
};

/** Asks again only when a file that the last good verdict rests on has changed; a bad verdict (undefined) is never kept. */
export const cachedVerdict = async (
  key: string,
  check: () => Promise<Verdict | undefined>,
): Promise<Verdict | undefined> => {
  const stored = (await readStore())[key];
  if (stored !== undefined && (await isFresh(stored))) return stored;
  const verdict = await check();
  if (verdict !== undefined) await remember(key, verdict);
  return verdict;
};
