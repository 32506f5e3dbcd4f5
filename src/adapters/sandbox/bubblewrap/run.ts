import { randomInt } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { CodedError } from '../../../events/outcome.ts';
import type { SandboxJob, SandboxResult } from '../../../ports/sandbox.ts';
import { type Breach, cancellation, diskBreach, timeBreach } from '../breaches.ts';
import { memoryCeilingBytes } from '../ceilings.ts';
import { classify } from '../classify.ts';
import { keepOutput } from '../output.ts';
import { startBox } from './child.ts';
import { type Box, boxArguments, type Mount, ordinaryUserId } from './command-line.ts';
import { folderSize } from './disk.ts';
import { endNamespace, handleOf, type ProcessHandle } from './ending.ts';
import type { Interpreter } from './interpreter.ts';
import { kernelMemoryKills, offerToKernel } from './memory.ts';
import { createMemoryGroup, type MemoryGroup } from './memory-group.ts';
import { giveTo, openFolders, ownerOf } from './ownership.ts';
import { familyOf } from './processes.ts';
import { seccompProgram } from './seccomp.ts';
import { systemFolders } from './system-folders.ts';
import { type Usage, watch } from './watcher.ts';

export type Machinery = {
  readonly bwrap: string;
  readonly interpreter: Interpreter;
  readonly devices: readonly string[];
  readonly mounts: readonly Mount[];
  /** A file to write the account of the job's user to, which becomes /etc/passwd; otherwise the user has none. */
  readonly accountFile: string | undefined;
};

const evidenceBytes = 8 * 1024;

/** A user id without an account, unique per job, because the kernel counts processes by user. */
const freshUserId = (): number => randomInt(1_900_000_000, 2_000_000_000);

/** Restores owners and modes, so that the workspace's creator can read and remove it after the job. */
const asOwner = async <T>(workspace: string, userId: number | null, work: () => Promise<T>): Promise<T> => {
  const owner = await ownerOf(workspace);
  if (userId !== null) await giveTo(workspace, userId, userId);
  try {
    return await work();
  } finally {
    await openFolders(workspace);
    if (userId !== null) await giveTo(workspace, owner.userId, owner.groupId);
  }
};

const unavailable = (bwrap: string, said: string, cause: Error | undefined): CodedError =>
  new CodedError('sandbox.unavailable', `${bwrap} could not build the sandbox: ${said.trim().split('\n')[0]}`, {
    cause,
  });

/** Runs one job in its own box. Throws CodedError('sandbox.unavailable') when the box cannot be built. */
export const runInBox = async (machinery: Machinery, job: SandboxJob): Promise<SandboxResult> => {
  const userId = process.getuid?.() === 0 ? freshUserId() : null;
  return asOwner(job.workspace, userId, () => runOwned(machinery, job, userId));
};

/** Some programs refuse to start under a user without an account. */
const accountMounts = async (file: string | undefined, userId: number): Promise<readonly Mount[]> => {
  if (file === undefined) return [];
  await writeFile(file, `sandbox:x:${userId}:${userId}::/tmp:/bin/sh\n`);
  await chmod(file, 0o644);
  return [{ from: file, to: '/etc/passwd' }];
};

const runOwned = async (machinery: Machinery, job: SandboxJob, userId: number | null): Promise<SandboxResult> => {
  const { limits } = job;
  const group = createMemoryGroup(memoryCeilingBytes(limits), randomInt(2 ** 40));
  try {
    return await runGrouped(machinery, job, userId, group);
  } finally {
    group?.remove();
  }
};

const runGrouped = async (
  machinery: Machinery,
  job: SandboxJob,
  userId: number | null,
  group: MemoryGroup | undefined,
): Promise<SandboxResult> => {
  const { limits } = job;
  const seccomp = seccompProgram(process.arch, group !== undefined);
  const box: Box = {
    ...{ command: job.command, workspace: job.workspace, limits, environment: job.environment ?? {}, userId },
    ...{ interpreter: machinery.interpreter, devices: machinery.devices, seccomp: seccomp !== undefined },
    mounts: [...machinery.mounts, ...(await accountMounts(machinery.accountFile, userId ?? ordinaryUserId))],
    systemFolders: await systemFolders(),
  };
  const begunAt = performance.now();
  const memoryKillsBefore = kernelMemoryKills();
  const usage: Usage = { peakMemoryBytes: 0, cpuTimeMs: 0, diskBytes: 0, largestFileBytes: 0 };
  const stdout = keepOutput(limits.outputBytes, (line) => job.onLine('stdout', line));
  const stderr = keepOutput(limits.outputBytes, (line) => job.onLine('stderr', line));
  const evidence = keepOutput(evidenceBytes, () => {});

  const child = startBox(machinery.bwrap, boxArguments(box), seccomp);
  let spawnError: Error | undefined;
  child.process.once('error', (error) => {
    spawnError = error;
  });
  child.process.stdout?.on('data', (chunk: Buffer) => stdout.write(chunk));
  child.process.stderr?.on('data', (chunk: Buffer) => {
    stderr.write(chunk);
    evidence.write(chunk);
  });

  let breach: Breach | undefined;
  let init: ProcessHandle | undefined;
  const end = (why: Breach): void => {
    breach ??= why;
    if (init === undefined) child.abandon();
    else void endNamespace(init);
  };
  const cancel = (): void => end(cancellation);
  const timer = setTimeout(() => end(timeBreach(limits)), limits.wallTimeMs);
  job.signal.addEventListener('abort', cancel);
  if (job.signal.aborted) cancel();

  const initId = await child.standing;
  init = initId === undefined ? undefined : handleOf(initId);
  let watching: ReturnType<typeof watch> | undefined;
  if (init !== undefined && breach === undefined) {
    const watched = { boxId: child.process.pid ?? init.id, initId: init.id, workspace: job.workspace, limits };
    const family = familyOf(watched.boxId);
    offerToKernel(family);
    group?.join(family.map(({ id }) => id));
    child.begin();
    watching = watch(watched, usage, end);
  } else child.abandon();

  const status = await child.ended;
  clearTimeout(timer);
  job.signal.removeEventListener('abort', cancel);
  await watching?.stop();
  if (init !== undefined) await endNamespace(init);
  const wallTimeMs = Math.round(performance.now() - begunAt);
  for (const output of [stdout, stderr, evidence]) output.end();

  if (status === undefined && breach === undefined) {
    throw unavailable(machinery.bwrap, spawnError?.message ?? stderr.text(), spawnError);
  }
  const folder = await folderSize(job.workspace, Number.POSITIVE_INFINITY);
  usage.diskBytes = Math.max(usage.diskBytes, folder.bytes);
  const verdict = classify({
    breach: breach ?? (folder.bytes > limits.diskBytes ? diskBreach(folder.bytes, limits) : undefined),
    status: status ?? 128 + 9,
    stderrTail: evidence.text(),
    largestFileBytes: Math.max(usage.largestFileBytes, folder.largestFileBytes),
    memoryKill:
      (group?.kills() ?? 0) > 0
        ? 'at the limit'
        : kernelMemoryKills() > memoryKillsBefore
          ? 'by the machine'
          : undefined,
    limits,
  });
  return {
    ...verdict,
    stdout: stdout.text(),
    stderr: stderr.text(),
    droppedOutputBytes: stdout.droppedBytes() + stderr.droppedBytes(),
    wallTimeMs,
    ...{ cpuTimeMs: usage.cpuTimeMs, peakMemoryBytes: usage.peakMemoryBytes, diskBytes: usage.diskBytes },
  };
};
