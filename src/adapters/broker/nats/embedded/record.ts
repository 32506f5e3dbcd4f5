import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the guardian writes down about its server, for the processes that want to use it. */
export type ServerRecord = {
  readonly url: string;
  /** As the server states it on connecting: nobody sends a secret to another listener on that port. */
  readonly serverId: string;
  readonly version: string;
  readonly serverPid: number;
  readonly guardianPid: number;
};

const recordPath = (folder: string): string => join(folder, 'server.json');
const portPath = (folder: string): string => join(folder, 'last-port');

export const portOf = (url: string): number => Number(new URL(url).port);

export const readRecord = async (folder: string): Promise<ServerRecord | undefined> => {
  try {
    return JSON.parse(await readFile(recordPath(folder), 'utf8'));
  } catch {
    return undefined;
  }
};

export const writeRecord = async (folder: string, record: ServerRecord): Promise<void> => {
  const temporary = `${recordPath(folder)}.${process.pid}`;
  await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, recordPath(folder));
  // The server is there without it; only clients of one that dies would find the next one later.
  await writeFile(portPath(folder), String(portOf(record.url)), { mode: 0o600 }).catch(() => {});
};

export const removeRecord = (folder: string): Promise<void> => rm(recordPath(folder), { force: true });

/** Starting again on the port of last time lets clients that are reconnecting find the server. */
export const readLastPort = async (folder: string): Promise<number | undefined> => {
  const port = Number(await readFile(portPath(folder), 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 ? port : undefined;
};
