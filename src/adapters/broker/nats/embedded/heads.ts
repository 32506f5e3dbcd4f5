import { readFileSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const streamsFolder = (folder: string): string => join(folder, 'jetstream', 'LAB', 'streams');
const headsFolder = (folder: string): string => join(folder, 'heads');

/** Matches streams of runs: other streams do not keep all their messages. */
const isLog = (stream: string): boolean => /^[a-z0-9-]+-run-[a-z0-9-]+$/.test(stream);

const namesIn = (path: string): Promise<readonly string[]> => readdir(path).catch(() => []);

const firstBytes = async (path: string, count: number): Promise<Buffer> => {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
};

/** Reads Go's binary.Uvarint: seven bits per byte, lowest first. Signed values have the same length. */
const readVarints = (bytes: Uint8Array, from: number, count: number): readonly bigint[] => {
  const numbers: bigint[] = [];
  let [value, shift] = [0n, 0n];
  for (let at = from; at < bytes.length && numbers.length < count; at += 1) {
    const byte = bytes[at] as number;
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte >= 0x80) continue;
    numbers.push(value);
    [value, shift] = [0n, 0n];
  }
  return numbers;
};

const magic = 11;
const headerBytes = 2;

/**
 * Returns an append-only stream's last sequence from the state file that the server wrote: messages, bytes, first
 * sequence, first time, last sequence. Undefined unless the counts agree, as in a damaged or differently formatted file.
 * Source: nats-server, filestore.go, `recoverFullState`.
 */
export const headInState = (state: Uint8Array): number | undefined => {
  if (state[0] !== magic) return undefined;
  const [messages, , first, , last] = readVarints(state, headerBytes, 5);
  return first === 1n && messages === last && last !== undefined ? Number(last) : undefined;
};

const parsedHead = (text: string): number => {
  const noted = Number(text);
  return Number.isSafeInteger(noted) && noted > 0 ? noted : 0;
};

const notedHead = async (folder: string, stream: string): Promise<number> =>
  parsedHead(await readFile(join(headsFolder(folder), stream), 'utf8').catch(() => ''));

/** Synchronous, because for a thousand files of a few bytes this takes a tenth of the time of promises. */
const readAtOnce = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

const noteHead = async (folder: string, stream: string): Promise<void> => {
  const state = await firstBytes(join(streamsFolder(folder), stream, 'msgs/index.db'), 64).catch(() => undefined);
  const head = state && headInState(state);
  if (head === undefined || head <= (await notedHead(folder, stream))) return;
  const path = join(headsFolder(folder), stream);
  await writeFile(`${path}.draft`, String(head), { mode: 0o600 });
  await rename(`${path}.draft`, path);
};

/**
 * Records each run log's last sequence from the server's state files, after a server has ended and before one starts:
 * a starting server may silently truncate a log at a damaged record. A failure loses only this information.
 */
export const noteHeads = async (folder: string): Promise<void> => {
  await mkdir(headsFolder(folder), { recursive: true, mode: 0o700 }).catch(() => {});
  for (const stream of await namesIn(streamsFolder(folder)))
    if (isLog(stream)) await noteHead(folder, stream).catch(() => {});
};

/** Knowledge about the streams from other sources than the server. */
export type Store = {
  /** Logs whose data is in the folder, or was when a server was started. */
  readonly streams: () => Promise<readonly string[]>;
  /** Returns an append-only stream's message count when a server was started; 0 when unknown. */
  readonly head: (stream: string) => Promise<number>;
  /** Returns the known message counts by stream. */
  readonly heads: () => Promise<ReadonlyMap<string, number>>;
  /** Removes a deleted stream's remaining data, which its server did not find, and its recorded head. */
  readonly forget: (stream: string) => Promise<void>;
};

export const openStore = (folder: string): Store => ({
  streams: async () => {
    const names = [...(await namesIn(streamsFolder(folder))), ...(await namesIn(headsFolder(folder)))];
    return [...new Set(names.filter(isLog))];
  },
  head: (stream) => notedHead(folder, stream),
  heads: async () => {
    const streams = await namesIn(headsFolder(folder));
    return new Map(streams.map((stream) => [stream, parsedHead(readAtOnce(join(headsFolder(folder), stream)))]));
  },
  forget: async (stream) => {
    await rm(join(streamsFolder(folder), stream), { recursive: true, force: true });
    await rm(join(headsFolder(folder), stream), { force: true });
  },
});
