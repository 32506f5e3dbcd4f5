import { chmod, mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../../../events/outcome.ts';
import { homeError, probeFolder } from '../../machine/home.ts';
import { type FileLock, waitForLock } from '../../machine/lock.ts';
import { findServerBinary } from './embedded/binary.ts';
import { type CredentialSet, type Credentials, openCredentials } from './embedded/credentials.ts';
import { type Guardian, spawnGuardian } from './embedded/guardian-process.ts';
import { serverFolder, startLock } from './embedded/paths.ts';
import { portOf, readRecord } from './embedded/record.ts';
import { openSession, type Session } from './embedded/session.ts';
import { checkServer } from './embedded/version.ts';

export type EmbeddedOptions = {
  /** The data folder; processes with the same data folder share a server. */
  readonly home: string;
  /** How long the server runs after its last user has left; 10 s by default. */
  readonly idleMs?: number;
  /** Path of a nats-server program; searched for when absent. */
  readonly binary?: string;
  /** A fixed port; AI_SCIENTIST_NATS_PORT by default, otherwise a free one. */
  readonly port?: number;
  /** How long to wait for the server, which may have to read a large store; 30 s by default. */
  readonly timeoutMs?: number;
};

export type EmbeddedServer = {
  readonly url: string;
  readonly version: string;
  /** For people: the server and the place of its data. */
  readonly description: string;
  readonly appender: Credentials;
  readonly founder: Credentials;
  readonly keeper: Credentials;
  /** Releases the server. Until then it keeps running, and is restarted when it dies. */
  release(): void;
};

type Attached = { readonly url: string; readonly session: Session; readonly credentials: CredentialSet };

/** Joins the recorded server when it is running and ours. */
const attach = async (folder: string, credentials: CredentialSet): Promise<Attached | undefined> => {
  const record = await readRecord(folder);
  if (record === undefined) return undefined;
  const { url, serverId } = record;
  try {
    const session = await openSession({ url, serverId, credentials: credentials.appender, timeoutMs: 2_000 });
    return { url, session, credentials };
  } catch {
    return undefined;
  }
};

const configuredPort = (options: EmbeddedOptions): number => {
  const text = String(options.port ?? process.env.AI_SCIENTIST_NATS_PORT ?? '');
  if (text === '') return 0;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new CodedError('nats.bad_port', `AI_SCIENTIST_NATS_PORT is "${text}": give a number from 1 to 65535`);
};

const lateError = (folder: string, timeoutMs: number, doing: string): CodedError =>
  new CodedError(
    'nats.start_failed',
    `${doing} took more than ${timeoutMs / 1000} s: see ${folder}/server.log, then try again`,
  );

const attachOrStart = async (options: EmbeddedOptions): Promise<Attached> => {
  const folder = serverFolder(options.home);
  const timeoutMs = options.timeoutMs ?? 30_000;
  const port = configuredPort(options);
  const deadline = performance.now() + timeoutMs;
  const isLate = (): boolean => performance.now() > deadline;
  let lock: FileLock | undefined;
  let guardian: Guardian | undefined;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    lock = await waitForLock(startLock(folder), isLate);
    if (lock === undefined) throw lateError(folder, timeoutMs, 'another process that is starting nats-server');
    const credentials = await openCredentials(folder);
    let attached = await attach(folder, credentials);
    if (attached === undefined) {
      const binary = options.binary ?? (await findServerBinary()).path;
      guardian = spawnGuardian({ folder, binary, idleMs: options.idleMs ?? 10_000, port });
    }
    while (attached === undefined && !isLate()) {
      await guardian?.settled(100);
      attached = await attach(folder, credentials);
      if (attached === undefined) await sleep(10);
    }
    if (attached === undefined)
      throw (await probeFolder(folder)) ?? lateError(folder, timeoutMs, 'starting nats-server');
    return attached;
  } catch (error) {
    throw error instanceof CodedError ? error : homeError(options.home, error);
  } finally {
    guardian?.leave();
    lock?.release();
  }
};

/**
 * Finds or starts the server of this data folder. Throws within the timeout: nats.missing, nats.too_old, nats.port_busy,
 * nats.start_failed, nats.bad_port, home.not_writable, home.disk_full.
 */
export const startEmbedded = async (options: EmbeddedOptions): Promise<EmbeddedServer> => {
  let attached = await attachOrStart(options);
  const { url, session, credentials } = attached;
  try {
    checkServer(session.version);
  } catch (error) {
    session.close();
    throw error;
  }
  let released = false;
  const keep = async (): Promise<void> => {
    while (!released) {
      await attached.session.closed;
      if (released) return;
      // Clients reconnect to the port that they know, so the server has to restart on it.
      const again = await attachOrStart({ ...options, port: portOf(url) }).catch(() => undefined);
      if (again === undefined) await sleep(1_000, undefined, { ref: false });
      else attached = again;
      if (released) attached.session.close();
    }
  };
  void keep();
  return {
    url,
    version: session.version,
    description: `embedded nats-server ${session.version} at ${url}, data in ${serverFolder(options.home)}`,
    appender: credentials.appender,
    founder: credentials.founder,
    keeper: credentials.keeper,
    release: () => {
      released = true;
      attached.session.close();
    },
  };
};
