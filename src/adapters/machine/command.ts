import { spawn } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

export type CommandResult = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

export type CommandOptions = {
  readonly timeoutMs?: number;
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Called with each line from stdout or stderr as it arrives. */
  readonly onLine?: (line: string) => void;
};

/** Default timeout: well above any query, even on a machine busy with experiments. */
const usualTimeoutMs = 30_000;

/** Passes complete lines on and keeps the rest for the next chunk. */
const lineSplitter = (onLine: (line: string) => void): ((piece: string) => void) => {
  let rest = '';
  return (piece) => {
    const lines = (rest + piece).split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  };
};

/** Runs a program to its end. Never throws: the exit code is 127 when it cannot start and 124 when it times out. */
export const runCommand = (
  file: string,
  parameters: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> =>
  new Promise((done) => {
    const child = spawn(file, parameters, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...options.environment },
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    });
    let stdout = '';
    let stderr = '';
    const timeoutMs = options.timeoutMs ?? usualTimeoutMs;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const listen = (stream: Readable, take: (piece: string) => void): void => {
      const split = lineSplitter(options.onLine ?? (() => undefined));
      stream.setEncoding('utf8').on('data', (piece: string) => {
        take(piece);
        split(piece);
      });
    };
    listen(child.stdout, (piece) => {
      stdout += piece;
    });
    listen(child.stderr, (piece) => {
      stderr += piece;
    });
    const finish = (exitCode: number, problem = ''): void => {
      clearTimeout(timer);
      done({ exitCode, stdout, stderr: stderr + problem });
    };
    child.on('error', (error) => finish(127, error.message));
    child.on('close', (code) => {
      if (timedOut) finish(124, `\n${file} did not end within ${timeoutMs / 1000} s`);
      else finish(code ?? 1);
    });
  });

/** Adds the sbin folders, which hold nats-server on Debian but are missing from a user's PATH. */
const searchPath = (): string[] => {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.includes('/usr/bin') ? [...folders, '/usr/local/sbin', '/usr/sbin', '/sbin'] : folders;
};

const isProgram = async (path: string): Promise<boolean> => {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
};

/** Returns every program of that name on PATH, in PATH order. */
export const findPrograms = async (name: string): Promise<string[]> => {
  const found: string[] = [];
  for (const folder of new Set(searchPath())) {
    const path = join(folder, name);
    if (await isProgram(path)) found.push(path);
  }
  return found;
};

export const findProgram = async (name: string): Promise<string | undefined> => (await findPrograms(name))[0];

/** Returns the last non-empty line, for a one-line error. */
export const lastLine = (text: string): string =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .at(-1) ?? '';
