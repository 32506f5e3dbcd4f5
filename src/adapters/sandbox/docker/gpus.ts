import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { notThere, statusOf } from './engine.ts';
import { isAlive, ourLabel, readLabels, thisOwner } from './labels.ts';

const tokenLabel = 'ai-scientist-token';
const betweenMs = 500;

/** A reservation of one of the engine's GPUs: a volume with its name, which the container that uses it also mounts. */
export type Gpu = { readonly id: string; readonly volume: string; readonly token: string };

const volumeOf = (id: string): string => `ai-scientist-gpu-${id}`;

const labelsIn = async (docker: Docker, volume: string): Promise<Readonly<Record<string, string>> | undefined> => {
  try {
    return (await docker.getVolume(volume).inspect()).Labels ?? {};
  } catch (error) {
    if (statusOf(error) === notThere) return undefined;
    throw error;
  }
};

/** The engine creates a volume only once and keeps the labels of the first request. */
const claim = async (docker: Docker, id: string): Promise<Gpu | undefined> => {
  const gpu = { id, volume: volumeOf(id), token: randomUUID() };
  const labels = { [ourLabel]: '1', 'ai-scientist-owner': thisOwner(), [tokenLabel]: gpu.token };
  await docker.createVolume({ Name: gpu.volume, Driver: 'local', Labels: labels });
  if (await holdsGpu(docker, gpu)) return gpu;
  const holder = readLabels((await labelsIn(docker, gpu.volume)) ?? {});
  // The engine refuses to remove it while a container uses it, even one whose owner was killed.
  if (holder !== undefined && isAlive(holder.owner) === false) await releaseGpu(docker, id);
  return undefined;
};

/** Check again once the container exists: from then on no other process can take the reservation. */
export const holdsGpu = async (docker: Docker, { volume, token }: Gpu): Promise<boolean> =>
  (await labelsIn(docker, volume))?.[tokenLabel] === token;

/** Waits until one of these GPUs is free on the engine; undefined when the signal aborts first. */
export const acquireGpu = async (
  docker: Docker,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<Gpu | undefined> => {
  while (!signal.aborted) {
    for (const id of ids) {
      const gpu = await claim(docker, id);
      if (gpu !== undefined) return gpu;
    }
    await sleep(betweenMs);
  }
  return undefined;
};

/** Releases the reservation; has no effect while a container uses it. */
export const releaseGpu = async (docker: Docker, id: string): Promise<void> => {
  await docker
    .getVolume(volumeOf(id))
    .remove()
    .catch(() => {});
};
