import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { CodedError } from '../../../events/outcome.ts';
import { buildLine } from './build-line.ts';
import { findImage, saidBy } from './engine.ts';

type Step = { readonly stream?: string; readonly status?: string; readonly progress?: string; readonly error?: string };

/** Follows the engine's output to its end. Throws CodedError('sandbox.build_failed') with the last lines. */
export const followBuild = (
  docker: Docker,
  progress: NodeJS.ReadableStream,
  onLine: (line: string) => void,
): Promise<void> =>
  new Promise((resolve, reject) => {
    const last: string[] = [];
    docker.modem.followProgress(
      progress,
      (error, steps: readonly Step[] | null) => {
        const refused = error ?? steps?.find((step) => step.error !== undefined)?.error;
        if (!refused) return resolve();
        const why = typeof refused === 'string' ? refused : saidBy(refused);
        reject(
          new CodedError('sandbox.build_failed', `the image was not built: ${why}; before: ${last.join(' | ')}`, {
            cause: error ?? undefined,
          }),
        );
      },
      ({ stream, status, progress: part }: Step) => {
        for (const line of (stream ?? `${status ?? ''} ${part ?? ''}`).split('\n')) {
          const text = buildLine(line.trim());
          if (text === undefined) continue;
          last.push(text.slice(0, 200));
          if (last.length > 4) last.shift();
          onLine(text);
        }
      },
    );
  });

type Build = {
  readonly dockerfile: string;
  readonly image: string;
  readonly arguments: Readonly<Record<string, string>>;
};

/** Builds from a Dockerfile alone, on the host's network, which can reach Debian's packages. */
const buildFrom = async (docker: Docker, build: Build, onLine: (line: string) => void): Promise<void> => {
  const context = pack();
  context.entry({ name: 'Dockerfile' }, build.dockerfile, () => context.finalize());
  const progress = await docker
    .buildImage(context, { t: build.image, buildargs: { ...build.arguments }, networkmode: 'host', forcerm: true })
    .catch((error) => {
      throw new CodedError('sandbox.build_failed', `the Docker engine does not build: ${saidBy(error)}`, {
        cause: error,
      });
    });
  await followBuild(docker, progress, onLine);
};

/** Builds the image for experiments from `sandbox/Dockerfile` or its GPU variant. */
export const buildSandboxImage = async (
  docker: Docker,
  folder: string,
  { image, base, cuda }: { readonly image: string; readonly base: string | undefined; readonly cuda: boolean },
  onLine: (line: string) => void,
): Promise<string> => {
  const dockerfile = await readFile(join(folder, cuda ? 'Dockerfile.cuda' : 'Dockerfile'), 'utf8');
  await buildFrom(docker, { dockerfile, image, arguments: base === undefined ? {} : { BASE: base } }, onLine);
  return (await findImage(docker, image)).digest;
};

/** Python packages that templates may request -> Debian packages that contain them. */
export type AllowList = Readonly<Record<string, string>>;

/**
 * Returns an image with a template's additional packages, built once per set; the image itself without any. Throws
 * CodedError('sandbox.package_refused') for a package that is not on the list.
 */
export const imageWithPackages = async (
  docker: Docker,
  image: string,
  packages: readonly string[],
  allowed: AllowList,
  onLine: (line: string) => void,
): Promise<string> => {
  const wanted = [...new Set(packages)].sort();
  const refused = wanted.find((name) => !Object.hasOwn(allowed, name));
  if (refused !== undefined) {
    throw new CodedError(
      'sandbox.package_refused',
      `the package "${refused}" is not on the list in sandbox/packages.json: add it there if you trust it, as its Debian package`,
    );
  }
  const debian = wanted.map((name) => allowed[name] as string).filter((name) => name !== '');
  if (debian.length === 0) return image;
  const { digest } = await findImage(docker, image);
  const key = createHash('sha256')
    .update(JSON.stringify([digest, debian]))
    .digest('hex')
    .slice(0, 16);
  const derived = `ai-scientist/sandbox-derived:${key}`;
  const isBuilt = await findImage(docker, derived).then(
    () => true,
    () => false,
  );
  if (isBuilt) return derived;
  const install = `apt-get update -q && apt-get install -y -q --no-install-recommends ${debian.join(' ')}`;
  const trim = 'rm -rf /var/lib/apt/lists/* && find / -xdev -perm /6000 -type f -exec chmod a-s {} +';
  const dockerfile = `FROM ${image}\nUSER 0:0\nRUN ${install} && ${trim}\nUSER 65534:65534\n`;
  await buildFrom(docker, { dockerfile, image: derived, arguments: {} }, onLine);
  return derived;
};
