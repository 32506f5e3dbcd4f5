import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from '../../../machine/command.ts';
import { probeFolder, projectRoot } from '../../../machine/home.ts';
import { type CredentialSet, credentialVariables } from './credentials.ts';
import { explainStart } from './start-failure.ts';

export type ServerRequest = {
  readonly folder: string;
  readonly binary: string;
  /** 0 lets the server choose a free port. */
  readonly port: number;
  readonly credentials: CredentialSet;
};

export type ServerProcess = {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the process has ended. */
  readonly exited: Promise<void>;
  /** Asks the server to end, and kills it after five seconds. */
  stop(): Promise<void>;
};

const configuration = join(projectRoot, 'nats.conf');

/** Kills the server when standard input ends, which the guardian's end causes; for systems without setpriv. */
const watchScript =
  'exec 3<&0; "$@" 3<&- & server=$!; { read -r line; kill -KILL $server; } <&3 & watch=$!; wait $server; kill $watch';

/** Wraps a command so that it cannot outlive this process, even when this process is killed. */
export const boundToUs = async (command: readonly string[], setpriv = findProgram('setpriv')): Promise<string[]> => {
  const path = await setpriv;
  if (process.platform === 'linux' && path !== undefined) return [path, '--pdeathsig', 'KILL', '--', ...command];
  return ['/bin/sh', '-c', watchScript, 'watch', ...command];
};

/** Reads the file that the server writes once it listens: its name contains the process id, its text the address. */
const readPorts = async (folder: string): Promise<{ pid: number; url: string } | undefined> => {
  for (const name of await readdir(folder)) {
    const pid = /^nats-server_(\d+)\.ports$/.exec(name)?.[1];
    if (pid === undefined) continue;
    try {
      const ports = JSON.parse(await readFile(join(folder, name), 'utf8')) as { nats?: string[] };
      if (ports.nats?.[0] !== undefined) return { pid: Number(pid), url: ports.nats[0] };
    } catch {
      return undefined;
    }
  }
  return undefined;
};

/** Bounds the start: reading a large store takes long, but a hanging server must not stay forever. */
const startLimitMs = 120_000;

const sizeOf = async (path: string): Promise<number> => (await stat(path).catch(() => undefined))?.size ?? 0;
const readFrom = async (path: string, start: number): Promise<string> =>
  (await readFile(path).catch(() => Buffer.alloc(0))).subarray(start).toString('utf8');

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

/** Starts a server and waits until it accepts connections. Throws nats.port_busy, nats.start_failed or home.disk_full. */
export const startServer = async ({ folder, binary, port, credentials }: ServerRequest): Promise<ServerProcess> => {
  const log = join(folder, 'server.log');
  const crashLog = join(folder, 'crash.log');
  const logStart = await sizeOf(log);
  const crash = openSync(crashLog, 'w', 0o600);
  const portParameters = port > 0 ? ['-p', String(port)] : [];
  const [file = '', ...rest] = await boundToUs([binary, '-c', configuration, ...portParameters]);
  const child = spawn(file, rest, {
    cwd: folder,
    stdio: ['pipe', 'ignore', crash],
    env: { PATH: process.env.PATH, ...credentialVariables(credentials) },
  });
  closeSync(crash);
  let problem = '';
  child.on('error', (error) => {
    problem = `${error.message}\n`;
  });
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const deadline = performance.now() + startLimitMs;
  for (;;) {
    const ports = await readPorts(folder);
    if (ports !== undefined) {
      const signal = (name: NodeJS.Signals): void => {
        if (!hasEnded(child)) process.kill(ports.pid, name);
      };
      const stop = async (): Promise<void> => {
        signal('SIGTERM');
        await Promise.race([exited, sleep(5_000, undefined, { ref: false })]);
        signal('SIGKILL');
        await exited;
      };
      return { ...ports, exited, stop };
    }
    if (hasEnded(child) || problem !== '') {
      const output = problem + (await readFrom(crashLog, 0)) + (await readFrom(log, logStart));
      // On a full disk the log may be empty or truncated.
      throw (await probeFolder(folder)) ?? explainStart({ output, folder, port });
    }
    if (performance.now() > deadline) {
      child.kill('SIGKILL');
      problem = `nats-server: not ready within ${startLimitMs / 1000} s\n`;
    }
    await sleep(3);
  }
};
