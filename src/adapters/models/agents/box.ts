import { execFile } from 'node:child_process';
import { chmod, copyFile, cp, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { SandboxLimits, SandboxResult } from '../../../ports/sandbox.ts';
import { readPlainFile } from '../../files/read.ts';
import { kindOf, walk } from '../../files/walk.ts';
import type { Mount } from '../../sandbox/bubblewrap/command-line.ts';
import { createBubblewrapSandbox } from '../../sandbox/bubblewrap/sandbox.ts';
import { removeFolder } from '../../workspaces/remove.ts';
import { materialise } from '../../workspaces/tree.ts';
import type { Left } from './answer.ts';
import { folderInside, inside, outside, programMounts } from './places.ts';
import { type Request, startProxy } from './proxy.ts';
import { reach } from './reach.ts';
import type { Agent } from './schema.ts';
import type { Texts } from './task.ts';

export type Job = {
  readonly agent: Agent;
  readonly command: readonly string[];
  readonly task: string;
  readonly files: Texts;
  /** Set in the agent's environment. They are handed over in a file, because other users can read command lines. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables such as HTTPS_PROXY that name the person's own proxy. */
  readonly proxies: Readonly<Record<string, string | undefined>>;
  /** The interpreter of the program that starts the agent. */
  readonly python: string;
  /** The folder for temporary files. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onLine: (line: string) => void;
};

export type Done = { readonly ending: SandboxResult; readonly left: Left; readonly requests: readonly Request[] };

const megabyte = 1024 ** 2;

const usualLimits: SandboxLimits = {
  wallTimeMs: 1_800_000,
  memoryBytes: 4096 * megabyte,
  processes: 128,
  fileSizeBytes: 256 * megabyte,
  diskBytes: 1024 * megabyte,
  outputBytes: 8 * megabyte,
};

const starter = join(import.meta.dirname, '../../../../sandbox/agent.py');
const maximumFileBytes = 256 * 1024;
const maximumFiles = 100;

/** Copies the configuration, because the box's user, who owns nothing on this machine, could not read a private file. */
const copied = async ({ configuration = [] }: Agent, folder: string): Promise<readonly Mount[]> => {
  await mkdir(folder);
  const mounts = configuration.map((path, index) => ({ from: join(folder, String(index)), to: inside(path), path }));
  for (const { from, path } of mounts) await cp(outside(path), from, { recursive: true, dereference: true });
  await promisify(execFile)('chmod', ['--recursive', 'a+rX', '--', folder]);
  return mounts;
};

const prepare = async (job: Job, folder: string): Promise<readonly Mount[]> => {
  const [shared, workspace] = [join(folder, 'shared'), join(folder, 'workspace')];
  for (const path of [shared, workspace]) await mkdir(path);
  const tree = Object.fromEntries([...job.files].map(([path, text]) => [path, { text }]));
  await materialise(tree, workspace, async () => new Uint8Array());
  await copyFile(starter, join(shared, 'agent.py'));
  await writeFile(join(shared, 'task.md'), job.task);
  await writeFile(
    join(shared, 'job.json'),
    JSON.stringify({ command: job.command.map((part) => inside(part)), environment: job.environment }),
  );
  for (const name of ['agent.py', 'task.md', 'job.json']) await chmod(join(shared, name), 0o644);
  await chmod(shared, 0o755);
  return [
    { from: shared, to: folderInside },
    ...programMounts(job.agent),
    ...(await copied(job.agent, join(folder, 'configuration'))),
  ];
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const textOf = (bytes: Uint8Array): string | undefined => {
  try {
    const text = decoder.decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
};

/** Hidden entries and caches are the agent's and Python's own. */
const isWanted = (path: string): boolean => !/(?:^|\/)(?:\.|__pycache__)/.test(path);

/** Reads the workspace without following links. */
const read = async (workspace: string): Promise<Left> => {
  const texts = new Map<string, string>();
  const leftOut: { path: string; reason: string }[] = [];
  for await (const item of walk(workspace, isWanted)) {
    const { path } = item;
    if (leftOut.length >= maximumFiles) break;
    if ('reason' in item) leftOut.push(item);
    else if (!item.status.isFile()) leftOut.push({ path, reason: `it is ${kindOf(item.status)}, not a file` });
    else if (texts.size >= maximumFiles) leftOut.push({ path, reason: `there are more than ${maximumFiles} files` });
    else {
      const bytes = await readPlainFile(join(workspace, path), maximumFileBytes);
      const text = bytes && textOf(bytes);
      if (text !== undefined) texts.set(path, text);
      else leftOut.push({ path, reason: `it is no text of at most ${maximumFileBytes} bytes` });
    }
  }
  return { texts, leftOut };
};

/**
 * Runs an agent on files in a box of its own, which is never that of an experiment: the agent sees its workspace, the
 * system, its program and its configuration, and reaches the allowed hosts. Throws CodedError('sandbox.unavailable').
 */
export const runAgent = async (job: Job): Promise<Done> => {
  const folder = await mkdtemp(join(job.folder, 'agent-'));
  try {
    const mounts = await prepare(job, folder);
    const proxy = await startProxy(
      join(folder, 'shared'),
      job.agent.hosts ?? [],
      (target, signal) => reach(target, job.proxies, signal),
      (host, allowed) => job.onLine(`${allowed ? 'reaches' : 'is kept from'} ${host}`),
    );
    try {
      const workspace = join(folder, 'workspace');
      const ending = await createBubblewrapSandbox({ python: job.python, mounts }).run({
        command: ['python', `${folderInside}/agent.py`],
        workspace,
        limits: { ...usualLimits, ...withoutUndefined(job.agent.limits) },
        signal: job.signal,
        onLine: (_, line) => job.onLine(line),
      });
      return { ending, left: await read(workspace), requests: proxy.requests() };
    } finally {
      await proxy.close();
    }
  } finally {
    await removeFolder(folder);
  }
};

const withoutUndefined = (limits: Agent['limits']): Partial<SandboxLimits> =>
  Object.fromEntries(Object.entries(limits ?? {}).filter(([, value]) => value !== undefined));
