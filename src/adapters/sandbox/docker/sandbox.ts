import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import type { Sandbox } from '../../../ports/sandbox.ts';
import { connectEngine, findImage } from './engine.ts';
import { runInContainer } from './run.ts';

export type DockerSettings = {
  /** Name of the image for jobs; it must exist on the engine. */
  readonly image: string;
  /** The project's folder `sandbox/`. */
  readonly folder: string;
  readonly docker?: Docker;
  /** Ids of GPUs for experiments, each with one owner at a time on the engine. */
  readonly gpus?: readonly string[];
};

/**
 * Opens a sandbox of containers on a local or remote Docker engine. Looks up the image once, and all jobs run in exactly
 * that image. Throws CodedError('sandbox.unavailable' or 'sandbox.no_image').
 */
export const createDockerSandbox = async (settings: DockerSettings): Promise<Sandbox> => {
  const docker = settings.docker ?? connectEngine();
  const { name, digest } = await findImage(docker, settings.image);
  const [supervisor, seccomp] = await Promise.all(
    ['supervisor.py', 'seccomp.json'].map((file) => readFile(join(settings.folder, file), 'utf8')),
  );
  const equipment = {
    image: digest,
    gpus: settings.gpus ?? [],
    supervisor: supervisor ?? '',
    seccomp: JSON.stringify(JSON.parse(seccomp ?? '{}')),
  };
  return {
    name: `docker ${name} ${digest.slice(0, 19)}`,
    identity: { image: `${name}@${digest}` },
    run: (job) => runInContainer(docker, job, equipment),
  };
};
