import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import type { Sandbox } from '../../ports/sandbox.ts';
import { createBareProcess } from './bare/sandbox.ts';
import { createBubblewrapSandbox } from './bubblewrap/sandbox.ts';
import { imageWithPackages } from './docker/build.ts';
import { connectEngine, findImage } from './docker/engine.ts';
import { createDockerSandbox } from './docker/sandbox.ts';
import { sweep } from './docker/sweep.ts';

export type SandboxParts = {
  /** The project's folder `sandbox/`. */
  readonly folder: string;
  readonly image: string;
  /** Ids of the Docker engine's graphics processors that experiments may have. */
  readonly gpus: readonly string[];
  /** What the template's code imports. */
  readonly packages: readonly string[];
  readonly onLine: (line: string) => void;
  /** Path of this machine's interpreter, for the sandboxes that use it. Throws CodedError('setup.missing'). */
  readonly python: () => Promise<string>;
  /** Throws CodedError('setup.missing') where bubblewrap cannot be used. */
  readonly bubblewrap: () => Promise<unknown>;
};

const openDocker = async (parts: SandboxParts, given = parts.image): Promise<Sandbox> => {
  const { folder, packages, onLine } = parts;
  const docker = connectEngine();
  await findImage(docker, given);
  await sweep(docker);
  const allowed = JSON.parse(await readFile(join(folder, 'packages.json'), 'utf8'));
  const image = await imageWithPackages(docker, given, packages, allowed, onLine);
  return createDockerSandbox({ docker, folder, image, gpus: parts.gpus });
};

/** Only for want of an engine or its image does something else do. */
const isAbsence = (error: unknown): boolean =>
  error instanceof CodedError && (error.code === 'sandbox.unavailable' || error.code === 'sandbox.no_image');

const openBubblewrap = async ({ python, bubblewrap }: SandboxParts): Promise<Sandbox> => {
  await bubblewrap();
  return createBubblewrapSandbox({ python: await python() });
};

/**
 * `docker`, `docker:<image>`, `bubblewrap`, `none`, or `auto`: Docker where it answers and has the image, else bubblewrap,
 * and never nothing. Throws CodedError('sandbox.unknown'), ('sandbox.unavailable'), ('sandbox.no_image') or ('setup.missing').
 */
export const openSandbox = async (choice: string, parts: SandboxParts): Promise<Sandbox> => {
  const [kind, image] = /^docker:(.+)$/.exec(choice) ? ['docker', choice.slice('docker:'.length)] : [choice, undefined];
  switch (kind) {
    case 'docker':
      return openDocker(parts, image);
    case 'bubblewrap':
      return openBubblewrap(parts);
    case 'none':
      return createBareProcess({ python: await parts.python() });
    case 'auto':
      return openDocker(parts).catch((error) => {
        if (isAbsence(error)) return openBubblewrap(parts);
        throw error;
      });
    default:
      throw new CodedError(
        'sandbox.unknown',
        `no sandbox "${choice}": give auto, docker, docker:<image>, bubblewrap or none`,
      );
  }
};
