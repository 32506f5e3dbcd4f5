import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { SandboxJob } from '../../../ports/sandbox.ts';
import { packWorkspace } from './archive-in.ts';
import { containerOptions, type Equipment, workspaceInside } from './container.ts';
import { notThere, statusOf, unavailable } from './engine.ts';
import { acquireGpu, type Gpu, holdsGpu, releaseGpu } from './gpus.ts';
import { containerName, isAlive, labelsOf, readLabels } from './labels.ts';

/** Its files belong to nobody on the engine's machine; also within what rootless engines can give. */
const freshUserId = (): number => randomInt(20_000, 60_000);

const conflict = 409;
const shortlyMs = 100;
const removalMs = 30_000;

/** Whatever state it is in, and with its volume; that it is gone already is as good. */
const remove = (container: Docker.Container): Promise<void> =>
  container.remove({ force: true, v: true }).then(
    () => {},
    async (error) => {
      if (statusOf(error) === notThere) return;
      if (statusOf(error) !== conflict) throw unavailable('the Docker engine does not remove a container', error);
      // Somebody else, or an earlier try, is at it.
      for (let waitedMs = 0; await exists(container); waitedMs += shortlyMs) {
        if (waitedMs > removalMs) throw unavailable('the Docker engine does not get a container removed', error);
        await sleep(shortlyMs);
      }
    },
  );

/** With the right to its graphics processor, also one that an earlier life of ours took. */
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
 * A container with the workspace in it, begun; undefined when somebody else has it under its name, or nothing is wanted any
 * more. Throws CodedError('sandbox.unavailable').
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

/** The container of the same task that an earlier life of ours, or another worker, began; undefined when it is of no use. */
export const adopt = async (docker: Docker, job: SandboxJob, image: string): Promise<Docker.Container | undefined> => {
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
      await sleep(shortlyMs);
    }
  } catch (error) {
    if (statusOf(error) === notThere) return undefined;
    throw error;
  }
};
