import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type TestServer = {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Folder of the streams, kept across restarts. */
  readonly storeDir: string;
  /** Sends SIGKILL; returns when the process is gone. */
  kill(): Promise<void>;
  /** Restarts on the same store and port. */
  restart(): Promise<void>;
  /** Ends the server and removes its folder. */
  stop(): Promise<void>;
};

const readyLimitMs = 10_000;

/** From NATS_SERVER_BIN, else PATH, else from the project's data folder, where set-up puts it. */
export const findServerBinary = (): string | undefined => {
  const { NATS_SERVER_BIN, PATH = '' } = process.env;
  if (NATS_SERVER_BIN) return NATS_SERVER_BIN;
  const onPath = PATH.split(delimiter).map((folder) => join(folder, 'nats-server'));
  const root = join(import.meta.dirname, '../..');
  return [...onPath, join(root, '.ai-scientist/tools/**/nats-server')].flatMap((pattern) => globSync(pattern))[0];
};

const waitForPort = async (portsDir: string, running: ChildProcess): Promise<number> => {
  const deadline = performance.now() + readyLimitMs;
  while (running.exitCode === null && performance.now() < deadline) {
    const [file] = globSync(join(portsDir, `*_${running.pid}.ports`));
    const port = file && /nats:\/\/[^"]*:(\d+)/.exec(readFileSync(file, 'utf8'))?.[1];
    if (port) return Number(port);
    await sleep(10);
  }
  throw new Error('the NATS server for the test did not start');
};

/** `syncs`: each message is on disk before it is acknowledged, as with the embedded server. */
export const startTestServer = async ({ jetStream = true, syncs = true } = {}): Promise<TestServer> => {
  const binary = findServerBinary();
  if (binary === undefined) throw new Error('no nats-server: set NATS_SERVER_BIN');
  const folder = mkdtempSync(join(tmpdir(), 'nats-test-'));
  const storeDir = join(folder, 'store');
  const configFile = join(folder, 'nats.conf');
  const [user, password] = ['tester', 'secret-of-the-test'];
  const configure = (port: number): void =>
    writeFileSync(
      configFile,
      `listen: "127.0.0.1:${port}"
ports_file_dir: "${folder}"
max_payload: 8MB
${jetStream ? `jetstream { store_dir: "${storeDir}"${syncs ? ', sync_interval: always' : ''} }` : ''}
authorization { user: ${user}, password: ${password} }
`,
    );
  let running: ChildProcess;
  const start = async (): Promise<number> => {
    running = spawn(binary, ['-c', configFile], { stdio: 'ignore' });
    return waitForPort(folder, running);
  };
  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const gone = once(running, 'exit');
    running.kill('SIGKILL');
    await gone;
  };
  configure(-1);
  const port = await start();
  configure(port);
  return {
    url: `nats://127.0.0.1:${port}`,
    user,
    password,
    storeDir,
    kill,
    restart: async () => void (await start()),
    stop: async () => {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
