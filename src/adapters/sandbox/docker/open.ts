import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sandbox } from '../../../ports/sandbox.ts';
import { imageWithPackages } from './build.ts';
import { connectEngine, findImage } from './engine.ts';
import { createDockerSandbox } from './sandbox.ts';
import { sweep } from './sweep.ts';

export type DockerParts = {
  /** The project's folder `sandbox/`. */
  readonly folder: string;
  readonly image: string;
  /** Ids of the Docker engine's GPUs that experiments may use. */
  readonly gpus: readonly string[];
  /** Packages that the template's code imports. */
  readonly packages: readonly string[];
  readonly onLine: (line: string) => void;
};

/** Opens the Docker sandbox. Throws CodedError('sandbox.unavailable') or CodedError('sandbox.no_image'). */
export const openDocker = async (parts: DockerParts, given = parts.image): Promise<Sandbox> => {
  const { folder, packages, onLine, gpus } = parts;
  const docker = connectEngine();
  await findImage(docker, given);
  await sweep(docker);
  const allowed = JSON.parse(await readFile(join(folder, 'packages.json'), 'utf8'));
  const image = await imageWithPackages(docker, given, packages, allowed, onLine);
  return createDockerSandbox({ docker, folder, image, gpus });
};
