import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type Docker from 'dockerode';
import { CodedError } from '../../events/outcome.ts';
import { followBuild } from './build.ts';

/**
 * A minimal Debian as an image, made by mmdebstrap from Debian's packages alone, for where no image registry is in reach.
 * Returns its name. Throws CodedError('sandbox.build_failed').
 */
export const importBase = async (docker: Docker, suite: string, onLine: (line: string) => void): Promise<string> => {
  const maker = spawn('mmdebstrap', ['--variant=minbase', '--format=tar', '--include=ca-certificates', suite, '-'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  createInterface({ input: maker.stderr }).on('line', (line) => onLine(line));
  const ended = new Promise<string | undefined>((resolve) => {
    maker.once('error', (error) => resolve(`mmdebstrap cannot be run (${error.message}): apt-get install mmdebstrap`));
    maker.once('close', (code) => resolve(code === 0 ? undefined : `mmdebstrap ended with exit code ${code}`));
  });
  const [repo, tag] = ['ai-scientist/base', suite];
  const imported = docker
    .importImage(maker.stdout, { repo, tag })
    .then((progress) => followBuild(docker, progress, onLine));
  const [problem] = await Promise.all([ended, imported.catch(() => {})]);
  if (problem !== undefined) throw new CodedError('sandbox.build_failed', problem);
  await imported;
  return `${repo}:${tag}`;
};
