import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type NatsConnection } from 'nats';
import { findServerBinary } from '../../src/adapters/broker/nats/embedded/binary.ts';
import { guardianLock } from '../../src/adapters/broker/nats/embedded/paths.ts';
import type { ServerRecord } from '../../src/adapters/broker/nats/embedded/record.ts';
import { type EmbeddedOptions, type EmbeddedServer, startEmbedded } from '../../src/adapters/broker/nats/embedded.ts';
import { tryLock } from '../../src/adapters/machine/lock.ts';

export const { path: binary } = await findServerBinary();

export const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** Throws if the condition does not become true in time. */
export const until = async (condition: () => boolean, limitMs: number): Promise<void> => {
  const deadline = performance.now() + limitMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${limitMs} ms: ${condition}`);
    await sleep(20);
  }
};

/** Retries until success, for operations whose earlier failures are expected. */
export const eventually = async <T>(attempt: () => Promise<T>, limitMs: number): Promise<T> => {
  const deadline = performance.now() + limitMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await sleep(50);
    }
  }
};

export type TestHome = {
  readonly path: string;
  record(): ServerRecord;
  /** Returns once another process does the work. */
  replaced(role: 'serverPid' | 'guardianPid', pid: number): Promise<void>;
  connect(server: EmbeddedServer, user: 'appender' | 'founder' | 'keeper'): Promise<NatsConnection>;
  start(options?: Partial<EmbeddedOptions>): Promise<EmbeddedServer>;
  /** Starts another process that uses the server; returns it and the single line that it prints. */
  startUser(idleMs?: number): Promise<{ user: ChildProcess; answer: { url?: string; code?: string } }>;
};

/** A temporary data folder; after the test, every process that was started on it is stopped. */
export const openTestHome = (context: TestContext): TestHome => {
  const path = mkdtempSync(join(tmpdir(), 'embedded test-'));
  const servers: EmbeddedServer[] = [];
  const users: ChildProcess[] = [];
  const clients: NatsConnection[] = [];
  const recordFile = join(path, 'nats', 'server.json');
  const record = (): ServerRecord => JSON.parse(readFileSync(recordFile, 'utf8'));
  const end = (): void => {
    try {
      process.kill(record().guardianPid, 'SIGTERM');
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ESRCH') throw error;
    }
  };
  const isFree = (): boolean => {
    if (!existsSync(join(path, 'nats'))) return true;
    const lock = tryLock(guardianLock(join(path, 'nats')));
    lock?.release();
    if (lock === undefined) end();
    return lock !== undefined;
  };
  context.after(async () => {
    for (const client of clients) await client.close();
    for (const server of servers) server.release();
    for (const user of users) user.kill('SIGKILL');
    await until(isFree, 8_000);
    rmSync(path, { recursive: true, force: true });
  });
  return {
    path,
    record,
    replaced: (role, pid) => until(() => existsSync(recordFile) && record()[role] !== pid, 5_000),
    connect: async (server, user) => {
      const { user: name, password } = server[user];
      const client = await connect({
        servers: server.url,
        user: name,
        pass: password,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 50,
      });
      clients.push(client);
      return client;
    },
    start: async (options = {}) => {
      const server = await startEmbedded({ home: path, binary, idleMs: 1_000, ...options });
      servers.push(server);
      return server;
    },
    startUser: async (idleMs = 1_000) => {
      const program = join(import.meta.dirname, 'embedded-user.ts');
      const user = spawn(process.execPath, [program, path, binary, String(idleMs)], {
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      users.push(user);
      const [line] = await once(user.stdout, 'data');
      return { user, answer: JSON.parse(String(line)) };
    },
  };
};
