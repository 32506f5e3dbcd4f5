import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serverFolder } from '../../src/adapters/broker/nats/embedded/paths.ts';
import { readRecord } from '../../src/adapters/broker/nats/embedded/record.ts';
import { findServerBinary } from './nats-server.ts';

const program = fileURLToPath(new URL('../../bin/ai-scientist', import.meta.url));

export type Ending = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

export type ProgramHome = {
  readonly path: string;
  /** Starts the program as a child process with piped output. */
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): ChildProcess;
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<Ending>;
  /** Ends the server and removes the folder. */
  remove(): Promise<void>;
};

const textOf = (child: ChildProcess, stream: 'stdout' | 'stderr'): (() => string) => {
  let text = '';
  child[stream]?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece;
  });
  return () => text;
};

const isRunning = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const endServer = async (home: string): Promise<void> => {
  const record = await readRecord(serverFolder(home));
  if (record === undefined || !isRunning(record.guardianPid)) return;
  process.kill(record.guardianPid, 'SIGTERM');
  for (let tries = 0; tries < 200 && isRunning(record.guardianPid); tries += 1) await sleep(50);
};

/** A temporary folder for the program's data and results, so that a test leaves nothing in the project. */
export const createProgramHome = async (): Promise<ProgramHome> => {
  const path = await mkdtemp(join(tmpdir(), 'program-'));
  const { NATS_URL: _, ...inherited } = process.env;
  const servers = dirname(findServerBinary() ?? '');
  const start: ProgramHome['start'] = (args, environment = {}) =>
    spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        ...inherited,
        PATH: `${servers}${delimiter}${inherited.PATH}`,
        AI_SCIENTIST_HOME: path,
        AI_SCIENTIST_RESULTS: join(path, 'results'),
        // Tests must not use the machine's own Docker engine.
        DOCKER_HOST: 'unix:///nowhere/docker.sock',
        NO_COLOR: '1',
        ...environment,
      },
    });
  return {
    path,
    start,
    run: async (args, environment) => {
      const child = start(args, environment);
      const stdout = textOf(child, 'stdout');
      const stderr = textOf(child, 'stderr');
      const [code] = await once(child, 'close');
      return { code, stdout: stdout(), stderr: stderr() };
    },
    remove: async () => {
      await endServer(path);
      await rm(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
};
