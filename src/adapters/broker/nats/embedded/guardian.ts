import { flushCompileCache } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../../../../events/outcome.ts';
import { homeError } from '../../../machine/home.ts';
import { tryLock, waitForLock } from '../../../machine/lock.ts';
import { type CredentialSet, openCredentials } from './credentials.ts';
import type { GuardianMessage } from './guardian-process.ts';
import { noteHeads } from './heads.ts';
import { clearLeftover } from './leftover.ts';
import { guardianLock, startLock } from './paths.ts';
import { portOf, readLastPort, removeRecord, writeRecord } from './record.ts';
import { type ServerProcess, startServer } from './server-process.ts';
import { openSession } from './session.ts';
import { watchWrites } from './write-errors.ts';

/**
 * The process that owns the embedded server: it starts the server, restarts it when it dies, and stops it after an idle
 * period without connections. The server cannot outlive it.
 */
const [folder = '', binary = '', idleText = '', portText = ''] = process.argv.slice(2);
const idleMs = Number(idleText);
const fixedPort = Number(portText);

// Files that this process and its server write are accessible to their owner only.
process.umask(0o077);

const tell = (message: GuardianMessage): void => {
  if (process.connected) process.send?.(message, () => undefined);
};

const isCoded = (error: unknown, code: string): boolean => error instanceof CodedError && error.code === code;

/** Starts the server on the configured port, otherwise on the previous port when it is free, otherwise on any. */
const launch = async (credentials: CredentialSet, wantedPort: number | undefined): Promise<ServerProcess> => {
  const request = { folder, binary, credentials };
  if (fixedPort > 0) return startServer({ ...request, port: fixedPort });
  try {
    return await startServer({ ...request, port: wantedPort ?? 0 });
  } catch (error) {
    if (!isCoded(error, 'nats.port_busy')) throw error;
    return startServer({ ...request, port: 0 });
  }
};

const announce = async (server: ServerProcess, credentials: CredentialSet): Promise<void> => {
  const session = await openSession({ url: server.url, credentials: credentials.appender, timeoutMs: 5_000 });
  session.close();
  const { serverId, version } = session;
  await writeRecord(folder, {
    url: server.url,
    serverId,
    version,
    serverPid: server.pid,
    guardianPid: process.pid,
  });
  tell({ type: 'ready' });
  flushCompileCache();
};

/** Resolves to true when the idle server was stopped; to false when it died or was stopped as unable to write. */
const watch = async (server: ServerProcess, credentials: CredentialSet): Promise<boolean> => {
  const { openUserCounter } = await import('./users.ts');
  let died = false;
  server.exited.then(() => {
    died = true;
  });
  const writes = await watchWrites(folder);
  const counter = await openUserCounter(server.url, credentials.guardian);
  try {
    for (let lastUsed = performance.now(); !died; ) {
      await Promise.race([server.exited, sleep(Math.min(1_000, idleMs / 4))]);
      if (await writes.isBeyondUse()) {
        await removeRecord(folder);
        await server.stop();
        return false;
      }
      if ((await counter.count()) !== 0) lastUsed = performance.now();
      if (performance.now() - lastUsed < idleMs) continue;
      // Attaching processes hold this lock, so that none attaches to a server that is about to stop.
      const lock = tryLock(startLock(folder));
      if (lock === undefined) continue;
      if ((await counter.count()) === 0) {
        await removeRecord(folder);
        await server.stop();
        await noteHeads(folder);
        return true;
      }
      lock.release();
    }
    return false;
  } finally {
    await counter.close();
  }
};

const ending = new AbortController();

const end = async (server: ServerProcess | undefined): Promise<void> => {
  await removeRecord(folder);
  await server?.stop();
  await noteHeads(folder);
  process.exit(0);
};

/** Gives up on a server that dies more than five times a minute. */
const guard = async (credentials: CredentialSet): Promise<void> => {
  if (ending.signal.aborted) return;
  let server: ServerProcess | undefined;
  ending.signal.addEventListener('abort', () => void end(server));
  const starts: number[] = [];
  let port = await readLastPort(folder);
  do {
    await clearLeftover(folder);
    await noteHeads(folder);
    starts.push(performance.now());
    server = await launch(credentials, port);
    await announce(server, credentials);
    port = portOf(server.url);
    if (await watch(server, credentials)) return;
  } while (!ending.signal.aborted && (starts.length < 6 || performance.now() - starts.at(-6)! > 60_000));
  // The code that requested the stop is running, and exits when the server has ended.
  if (ending.signal.aborted) await new Promise(() => undefined);
};

process.on('SIGHUP', () => undefined);
process.on('SIGTERM', () => ending.abort());
process.on('SIGINT', () => ending.abort());
const lock = await waitForLock(guardianLock(folder), () => ending.signal.aborted || !process.connected);
if (lock !== undefined) {
  try {
    await guard(await openCredentials(folder));
  } catch (error) {
    const { code, message } = error instanceof CodedError ? error : homeError(folder, error);
    tell({ type: 'failed', code, message });
  }
}
process.exit(0);
