import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { CodedError } from '../../../events/outcome.ts';
import { followBuild } from './build.ts';
import { saidBy } from './engine.ts';

export type Base = {
  /** `repository:tag`. */
  readonly image: string;
  /** The Debian release, such as `trixie`. */
  readonly suite: string;
  readonly packages: readonly string[];
  /** Shell commands to run before the installation; `$1` is the root. */
  readonly setup?: string;
};

/** Omits documentation and recommended packages. */
const options = [
  ...['--variant=minbase', '--format=tar', '--aptopt=APT::Install-Recommends "false"'],
  ...['doc', 'man', 'locale'].map((part) => `--dpkgopt=path-exclude=/usr/share/${part}/*`),
  '--customize-hook=chmod 600 "$1/etc/passwd" "$1/etc/group"',
];

/**
 * Builds a minimal Debian image with some packages with mmdebstrap, from Debian's packages alone, for machines without
 * access to an image registry. Throws CodedError('sandbox.build_failed').
 */
export const importBase = async (docker: Docker, base: Base, onLine: (line: string) => void): Promise<void> => {
  const include = `--include=${['ca-certificates', ...base.packages]}`;
  const setup = base.setup === undefined ? [] : [`--setup-hook=${base.setup}`];
  const maker = spawn('mmdebstrap', [...options, ...setup, include, base.suite, '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: maker.stderr }).on('line', (line) => onLine(line));
  const ended = new Promise<string | undefined>((resolve) => {
    maker.once('error', (error) => resolve(`mmdebstrap cannot be run (${error.message}): apt-get install mmdebstrap`));
    maker.once('exit', (code) => resolve(code === 0 ? undefined : `mmdebstrap ended with exit code ${code}`));
  });
  const [repo, tag] = base.image.split(':');
  // Sends the request with the first byte, because an engine does not wait minutes for it.
  const imported = once(maker.stdout, 'readable')
    .then(() => docker.importImage(maker.stdout, { repo, tag }))
    .then((progress) => followBuild(docker, progress, onLine));
  let refused: unknown;
  imported.catch((error) => {
    refused = error;
    maker.stdout.destroy();
    maker.kill();
  });
  const problem = await ended;
  if (refused instanceof CodedError) throw refused;
  if (refused !== undefined)
    throw new CodedError('sandbox.build_failed', `the image was not made: ${saidBy(refused)}`, { cause: refused });
  if (problem !== undefined) throw new CodedError('sandbox.build_failed', problem);
  await imported;
};
