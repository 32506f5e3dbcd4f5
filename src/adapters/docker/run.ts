import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { CodedError } from '../../events/outcome.ts';
import type { SandboxJob, SandboxResult } from '../../ports/sandbox.ts';
import { type Breach, cancellation, memoryBreach, timeBreach } from '../sandbox/breaches.ts';
import { packWorkspace } from './archive-in.ts';
import { unpackWorkspace } from './archive-out.ts';
import { containerOptions, type Equipment, workspaceInside } from './container.ts';
import { statusOf, unavailable } from './engine.ts';
import { follow } from './follow.ts';
import type { End } from './frames.ts';
import { acquireGpu, type Gpu, holdsGpu, releaseGpu } from './gpus.ts';
import { type Heard, hear } from './heard.ts';
import { containerName, isAlive, labelsOf, readLabels } from './labels.ts';
import { resultOf } from './verdict.ts';

/** Its files belong to nobody on the engine's machine; also within what rootless engines can give. */
const freshUserId = (): number => randomInt(20_000, 60_000);

/** How long the supervisor may take to end a job and to tell of it. */
const graceMs = 4000;

const notThere = 404;
const conflict = 409;

/** Whatever state it is in, and with its volume; that it is gone already is as good. */
const remove = (container: Docker.Container): Promise<void> =>
  container.remove({ force: true, v: true }).then(
    () => {},
    async (error) => {
      if (statusOf(error) === notThere) return;
      if (statusOf(error) !== conflict) throw unavailable('the Docker engine does not remove a container', error);
      // Somebody else, or an earlier try, is at it.
      while (await exists(container)) await sleep(50);
    },
  );

/** With the right to its graphics processor, also one that an earlier life of ours took. */
const discard = async (docker: Docker, container: Docker.Container): Promise<void> => {
  const inspected = await container.inspect().catch(() => undefined);
  await remove(container);
  const gpu = readLabels(inspected?.Config.Labels ?? {})?.gpu;
  if (gpu !== undefined) await releaseGpu(docker, gpu);
};

const exists = (container: Docker.Container): Promise<boolean> =>
  container.inspect().then(
    () => true,
    (error) => {
      if (statusOf(error) === notThere) return false;
      throw error;
    },
  );

const create = (
  docker: Docker,
  job: SandboxJob,
  equipment: Equipment,
  userId: number,
  gpu: Gpu | undefined,
): Promise<Docker.Container> => {
  const name = containerName(job, equipment.image);
  const options = containerOptions(job, userId, labelsOf(job, userId, gpu?.id), equipment, gpu);
  return docker.createContainer({ ...options, ...(name && { name }) });
};

/** A container with the workspace in it, begun; undefined when somebody else has it under its name, or nothing is wanted any more. */
const begin = async (docker: Docker, job: SandboxJob, equipment: Equipment): Promise<Docker.Container | undefined> => {
  const wantsGpu = job.gpu === true && equipment.gpus.length > 0;
  const gpu = wantsGpu ? await acquireGpu(docker, equipment.gpus, job.signal) : undefined;
  if (wantsGpu && gpu === undefined) return undefined;
  const userId = freshUserId();
  let container: Docker.Container;
  try {
    container = await create(docker, job, equipment, userId, gpu);
  } catch (error) {
    if (gpu !== undefined) await releaseGpu(docker, gpu.id);
    if (statusOf(error) === conflict && job.label !== undefined) return undefined;
    throw unavailable('the Docker engine does not make a container', error);
  }
  try {
    await container.putArchive(packWorkspace(job.workspace, userId), { path: workspaceInside });
    const isWanted = !job.signal.aborted && (gpu === undefined || (await holdsGpu(docker, gpu)));
    if (!isWanted) return void (await discard(docker, container));
    await container.start();
    return container;
  } catch (error) {
    await discard(docker, container).catch(() => {});
    throw unavailable('the Docker engine does not start a container', error);
  }
};

/** The container of the same task that an earlier life of ours, or another worker, began; undefined when it is of no use. */
const adopt = async (docker: Docker, job: SandboxJob, image: string): Promise<Docker.Container | undefined> => {
  const name = containerName(job, image);
  if (name === undefined) return undefined;
  const container = docker.getContainer(name);
  try {
    for (;;) {
      const { State, Config } = await container.inspect();
      const labels = readLabels(Config.Labels);
      // A name of ours on something that is not: better no result than to touch it.
      if (labels === undefined) throw unavailable(`a container ${name} exists that is not ours`);
      if (State.Status !== 'created') return State.Status === 'removing' ? undefined : container;
      // Its workspace may be there in part only, unless who made it is still at it.
      if (isAlive(labels.owner) === false) return void (await discard(docker, container));
      if (job.signal.aborted) return undefined;
      await sleep(100);
    }
  } catch (error) {
    if (statusOf(error) === notThere) return undefined;
    throw error;
  }
};

/** Why a container ended without a word of its supervisor. */
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

/** Hears a container to its end; the clock of wall time is here, outside of it. */
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
        // Of a container that was adopted, some of the time is over.
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

/** Files and folders that are brought back, far more than any result is made of. */
const fetchedEntries = 10_000;

const fetches = 3;

/** Again when the connection breaks: what the job has made is still there. */
const fetchWorkspace = async (container: Docker.Container, job: SandboxJob): Promise<void> => {
  for (let fetched = 1; ; fetched += 1) {
    try {
      return await fetchOnce(container, job);
    } catch (error) {
      if (fetched === fetches || statusOf(error) === notThere) throw error;
      await sleep(betweenTriesMs);
    }
  }
};

const fetchOnce = async (container: Docker.Container, job: SandboxJob): Promise<void> => {
  const archive = await container.getArchive({ path: workspaceInside });
  const bounds = { entries: fetchedEntries, bytes: job.limits.diskBytes };
  const leftOut = await unpackWorkspace(archive, job.workspace, workspaceInside.slice(1), bounds);
  for (const { path, reason } of leftOut) job.onLine('stderr', `left in the sandbox: ${path}: ${reason}`);
};

const nothingRan = (explanation: Breach): SandboxResult => ({
  ...{ ...explanation, exitCode: null, signal: 'SIGKILL', stdout: '', stderr: '', droppedOutputBytes: 0 },
  ...{ wallTimeMs: 0, cpuTimeMs: 0, peakMemoryBytes: 0, diskBytes: 0 },
});

const attend = async (docker: Docker, container: Docker.Container, job: SandboxJob): Promise<SandboxResult> => {
  const heard = hear(job.limits, job.onLine);
  const { asked, end } = await watch(docker, container, job, heard);
  heard.close();
  if (end === undefined) return nothingRan(await silentEnd(container, asked, job));
  await fetchWorkspace(container, job);
  return resultOf(end, asked, heard, job.limits);
};

/** Under one name: the engine refuses a second before it shows the first, and shows none while it removes one. */
const maximumTries = 50;
const betweenTriesMs = 200;

/**
 * Runs a job in a container of its own, or goes on with the one that runs it already; removes the container. Throws
 * CodedError('sandbox.unavailable').
 */
export const runInContainer = async (docker: Docker, job: SandboxJob, equipment: Equipment): Promise<SandboxResult> => {
  for (let tries = 1; tries <= maximumTries; tries += 1) {
    if (job.signal.aborted && job.label === undefined) return nothingRan(cancellation);
    const container =
      (await adopt(docker, job, equipment.image)) ??
      (job.signal.aborted ? undefined : await begin(docker, job, equipment));
    if (container === undefined && job.signal.aborted) return nothingRan(cancellation);
    if (container === undefined) {
      await sleep(betweenTriesMs);
      continue;
    }
    try {
      return await attend(docker, container, job);
    } catch (error) {
      // Another worker on the same task was first and has removed it: its result counts, or this is done again.
      if (error instanceof CodedError) throw error;
      if (statusOf(error) !== notThere) throw unavailable('a job in a container was lost', error);
    } finally {
      await discard(docker, container).catch(() => {});
    }
  }
  throw unavailable(`a container of the same task kept vanishing, ${maximumTries} times`);
};
