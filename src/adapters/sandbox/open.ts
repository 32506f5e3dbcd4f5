import { CodedError } from '../../events/outcome.ts';
import type { Sandbox } from '../../ports/sandbox.ts';
import { createBareProcess } from './bare/sandbox.ts';
import { createBubblewrapSandbox } from './bubblewrap/sandbox.ts';
import type { DockerParts } from './docker/open.ts';

export type SandboxParts = DockerParts & {
  /** Returns the path of this machine's interpreter, for sandboxes that use it. Throws CodedError('setup.missing'). */
  readonly python: () => Promise<string>;
  /** Throws CodedError('setup.missing') when bubblewrap is unusable. */
  readonly bubblewrap: () => Promise<unknown>;
};

/** Loads the client of the Docker engine only when Docker is requested. */
const openDocker = async (parts: SandboxParts, image?: string): Promise<Sandbox> =>
  (await import('./docker/open.ts')).openDocker(parts, image);

/** True for a missing engine or image, the only reasons for a fallback. */
const isAbsence = (error: unknown): boolean =>
  error instanceof CodedError && (error.code === 'sandbox.unavailable' || error.code === 'sandbox.no_image');

const openBubblewrap = async ({ python, bubblewrap }: SandboxParts): Promise<Sandbox> => {
  await bubblewrap();
  return createBubblewrapSandbox({ python: await python() });
};

/**
 * Opens `docker`, `docker:<image>`, `bubblewrap`, `none`, or `auto`: Docker when it answers and has the image, otherwise
 * bubblewrap, never `none`. Throws CodedError('sandbox.unknown'), ('sandbox.unavailable'), ('sandbox.no_image') or ('setup.missing').
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
        `unknown sandbox "${choice}": give auto, docker, docker:<image>, bubblewrap or none`,
      );
  }
};
