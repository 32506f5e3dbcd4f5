import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The guardian's record of its server, for the processes that use it. */
export type ServerRecord = {
  readonly url: string;
  /** The server's id as stated on connecting, so that no client sends a secret to another listener on that port. */
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
  // The server works without it; clients of a server that dies would only find the next one later.
  await writeFile(portPath(folder), String(portOf(record.url)), { mode: 0o600 }).catch(() => {});
};

export const removeRecord = (folder: string): Promise<void> => rm(recordPath(folder), { force: true });

/** Restarting on the previous port lets reconnecting clients find the server. */
export const readLastPort = async (folder: string): Promise<number | undefined> => {
  const port = Number(await readFile(portPath(folder), 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 ? port : undefined;
};
