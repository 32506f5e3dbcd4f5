import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { CodedError } from '../../../events/outcome.ts';
import type { SandboxJob, SandboxResult } from '../../../ports/sandbox.ts';
import type { Skipped } from '../../files/walk.ts';
import { type Breach, cancellation, memoryBreach, timeBreach } from '../breaches.ts';
import { unpackWorkspace } from './archive-out.ts';
import { adopt, begin, discard } from './begin.ts';
import { type Equipment, maximumFiles, workspaceInside } from './container.ts';
import { notThere, statusOf, unavailable } from './engine.ts';
import { follow } from './follow.ts';
import type { End } from './frames.ts';
import { type Heard, hear } from './heard.ts';
import { resultOf } from './verdict.ts';

/** How long the supervisor may take to end a job and report it. */
const graceMs = 4000;

/** Explains why a container ended without its supervisor's report. */
const silentEnd = async (container: Docker.Container, asked: Breach | undefined, job: SandboxJob): Promise<Breach> => {
  const { State } = await container.inspect();
  if (asked !== undefined) return asked;
  if (State.OOMKilled) return memoryBreach(job.limits.memoryBytes, job.limits);
  const said = (await container.logs({ stdout: false, stderr: true, tail: 1 })).toString('utf8').slice(8);
  throw unavailable(`the sandbox's supervisor ended with exit code ${State.ExitCode}: ${said.trim() || State.Error}`);
};

const stop = async (container: Docker.Container): Promise<void> => {
  await container.kill({ signal: 'SIGTERM' }).catch(() => {});
};

/** Follows a container to its end; measures wall time here, outside the container. */
const watch = async (docker: Docker, container: Docker.Container, job: SandboxJob, heard: Heard) => {
  let asked: Breach | undefined;
  let end: End | undefined;
  let remainingMs = Number.POSITIVE_INFINITY;
  let clock: NodeJS.Timeout | undefined;
  let force: NodeJS.Timeout | undefined;
  const finish = (why: Breach): void => {
    if (asked !== undefined) return;
    asked = why;
    void stop(container);
    force = setTimeout(() => void container.kill().catch(() => {}), graceMs);
  };
  const setClock = (leftMs: number): void => {
    if (leftMs >= remainingMs) return;
    remainingMs = leftMs;
    clearTimeout(clock);
    clock = setTimeout(() => finish(timeBreach(job.limits)), Math.max(0, leftMs));
  };
  const cancel = (): void => finish(cancellation);
  job.signal.addEventListener('abort', cancel);
  if (job.signal.aborted) cancel();
  try {
    await follow(docker, container, {
      onBegun: () => setClock(job.limits.wallTimeMs),
      onOutput: (stream, bytes) => heard.take(stream, bytes),
      onUse: (use) => {
        // An adopted container has already used some of its time.
        setClock(job.limits.wallTimeMs - use.wallTimeMs);
        job.onUse?.(use);
      },
      onEnd: (said) => {
        end = said;
      },
    });
  } finally {
    clearTimeout(clock);
    clearTimeout(force);
    job.signal.removeEventListener('abort', cancel);
  }
  return { asked, end };
};

const fetches = 3;

/** Retries after a broken connection, because the job's files remain. */
const fetchWorkspace = async (container: Docker.Container, job: SandboxJob): Promise<readonly Skipped[]> => {
  for (let fetched = 1; ; fetched += 1) {
    try {
      return await fetchOnce(container, job);
    } catch (error) {
      if (fetched === fetches || statusOf(error) === notThere) throw error;
      await sleep(betweenTriesMs);
    }
  }
};

const fetchOnce = async (container: Docker.Container, job: SandboxJob): Promise<readonly Skipped[]> => {
  const archive = await container.getArchive({ path: workspaceInside });
  const bounds = { entries: maximumFiles, bytes: job.limits.diskBytes };
  return unpackWorkspace(archive, job.workspace, workspaceInside.slice(1), bounds);
};

const nothingRan = (explanation: Breach): SandboxResult => ({
  ...{ ...explanation, exitCode: null, signal: 'SIGKILL', stdout: '', stderr: '', droppedOutputBytes: 0 },
  ...{ wallTimeMs: 0, cpuTimeMs: 0, peakMemoryBytes: 0, diskBytes: 0 },
});

/** Returns undefined when another worker on the same task has stopped the job. */
const attend = async (
  docker: Docker,
  container: Docker.Container,
  job: SandboxJob,
): Promise<SandboxResult | undefined> => {
  const heard = hear(job.limits, job.onLine);
  const { asked, end } = await watch(docker, container, job, heard);
  heard.close();
  if (end === undefined) return nothingRan(await silentEnd(container, asked, job));
  if (end.breach?.limit === 'stopped' && asked === undefined) return undefined;
  const leftBehind = await fetchWorkspace(container, job);
  return { ...resultOf(end, asked, heard, job.limits), leftBehind };
};

/** Retries: the engine refuses a second container of a name before it lists the first, and lists none during a removal. */
const maximumTries = 50;
const betweenTriesMs = 200;

/** Finds or starts the job's container; undefined when neither is possible, or when the job is no longer needed. */
const obtain = async (docker: Docker, job: SandboxJob, equipment: Equipment): Promise<Docker.Container | undefined> => {
  try {
    const found = await adopt(docker, job, equipment.image);
    return found ?? (job.signal.aborted ? undefined : await begin(docker, job, equipment));
  } catch (error) {
    throw error instanceof CodedError ? error : unavailable('the Docker engine does not answer', error);
  }
};

/**
 * Runs a job in its own container, or continues with one that already runs it; removes the container. Throws
 * CodedError('sandbox.unavailable').
 */
export const runInContainer = async (docker: Docker, job: SandboxJob, equipment: Equipment): Promise<SandboxResult> => {
  for (let tries = 1; tries <= maximumTries; tries += 1) {
    if (job.signal.aborted && job.label === undefined) return nothingRan(cancellation);
    const container = await obtain(docker, job, equipment);
    if (container === undefined && job.signal.aborted) return nothingRan(cancellation);
    if (container === undefined) {
      await sleep(betweenTriesMs);
      continue;
    }
    try {
      const result = await attend(docker, container, job);
      if (result !== undefined) return result;
    } catch (error) {
      // Another worker on the same task has finished and removed it: its result counts, or this is retried.
      if (error instanceof CodedError) throw error;
      if (statusOf(error) !== notThere) throw unavailable('a job in a container was lost', error);
    } finally {
      await discard(docker, container).catch(() => {});
    }
  }
  throw unavailable(`a container of the same task kept vanishing, ${maximumTries} times`);
};
