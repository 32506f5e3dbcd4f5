import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sha256 } from '../../src/actors/canonical.ts';
import type { Event } from '../../src/events/envelope.ts';
import { SharedTexts } from '../../src/events/shared-texts.ts';
import type { Recorded } from '../../src/ports/log.ts';
import { knownTo } from './known-roles.ts';

/** Recorded runs, one event per line, which today's code must reproduce exactly. */
export const corpusFolder = fileURLToPath(new URL('../corpus', import.meta.url));
/** Runs that earlier code recorded; they must stay readable. */
export const olderFolder = join(corpusFolder, 'older');

/** The roles that were added to some of these runs. The project names them, because a log must not say where code is. */
export const corpusRoles = knownTo(
  'corpus',
  ['faulty', 'silent'].map((name) => join(corpusFolder, 'roles', `${name}.ts`)),
);

const ending = '.jsonl.gz';

export const corpusFile = (folder: string, name: string): string => join(folder, `${name}${ending}`);

export type CorpusRun = { readonly name: string; readonly sizeBytes: number; readonly log: readonly Recorded[] };

const readRun = async (folder: string, name: string): Promise<CorpusRun> => {
  const packed = await readFile(corpusFile(folder, name));
  const lines = gunzipSync(packed).toString().trimEnd().split('\n');
  // Shared events of a fork keep the run that recorded them, although they are in the fork's log.
  const { run } = JSON.parse(lines[0] ?? '') as Event;
  const texts = new SharedTexts(sha256);
  const log = lines.map((line, index): Recorded => {
    const event = texts.whole(JSON.parse(line) as Event);
    return { sequence: index + 1, subject: `lab.run.${run}.${event.id}`, event, bytes: Buffer.from(line) };
  });
  return { name, sizeBytes: packed.length, log };
};

export const readCorpus = async (folder: string): Promise<readonly CorpusRun[]> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith(ending)).sort();
  return Promise.all(files.map((file) => readRun(folder, file.slice(0, -ending.length))));
};

export const writeCorpusRun = async (folder: string, name: string, log: readonly Recorded[]): Promise<void> => {
  const text = log.map(({ bytes }) => `${Buffer.from(bytes).toString()}\n`).join('');
  await writeFile(corpusFile(folder, name), gzipSync(text, { level: 9 }));
};
