import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { SandboxJob } from '../../../ports/sandbox.ts';
import { packWorkspace } from './archive-in.ts';
import { containerOptions, type Equipment, workspaceInside } from './container.ts';
import { notThere, statusOf, unavailable } from './engine.ts';
import { acquireGpu, type Gpu, holdsGpu, releaseGpu } from './gpus.ts';
import { containerName, isAlive, labelsOf, readLabels } from './labels.ts';

/** A user id without an account on the engine's machine, and within the range of rootless engines. */
const freshUserId = (): number => randomInt(20_000, 60_000);

const conflict = 409;
const shortlyMs = 100;
const removalMs = 30_000;

/** Removes a container in any state with its volume; idempotent. */
const remove = (container: Docker.Container): Promise<void> =>
  container.remove({ force: true, v: true }).then(
    () => {},
    async (error) => {
      if (statusOf(error) === notThere) return;
      if (statusOf(error) !== conflict) throw unavailable('the Docker engine does not remove a container', error);
      // Another process, or an earlier try, is removing it.
      for (let waitedMs = 0; await exists(container); waitedMs += shortlyMs) {
        if (waitedMs > removalMs) throw unavailable('the Docker engine does not get a container removed', error);
        await sleep(shortlyMs);
      }
    },
  );

/** Releases its GPU, too, including one that an earlier process of ours reserved. */
export const discard = async (docker: Docker, container: Docker.Container): Promise<void> => {
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

/**
 * Starts a container with the workspace in it; undefined when another process uses its name, or when the job is no
 * longer needed. Throws CodedError('sandbox.unavailable').
 */
export const begin = async (
  docker: Docker,
  job: SandboxJob,
  equipment: Equipment,
): Promise<Docker.Container | undefined> => {
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

/** Finds the task's container that an earlier process of ours, or another worker, started; undefined when unusable. */
export const adopt = async (docker: Docker, job: SandboxJob, image: string): Promise<Docker.Container | undefined> => {
  const name = containerName(job, image);
  if (name === undefined) return undefined;
  const container = docker.getContainer(name);
  try {
    for (;;) {
      const { State, Config } = await container.inspect();
      const labels = readLabels(Config.Labels);
      // Another program's container has our name: fail rather than touch it.
      if (labels === undefined) throw unavailable(`a container ${name} exists that is not ours`);
      if (State.Status !== 'created') return State.Status === 'removing' ? undefined : container;
      // Its workspace may be incomplete, unless its creator is still working on it.
      if (isAlive(labels.owner) === false) return void (await discard(docker, container));
      if (job.signal.aborted) return undefined;
      await sleep(shortlyMs);
    }
  } catch (error) {
    if (statusOf(error) === notThere) return undefined;
    throw error;
  }
};
