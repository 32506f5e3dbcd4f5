import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CodedError } from '../../events/outcome.ts';
import { expandTilde, homeFolder } from '../files/tilde.ts';

export const projectRoot = resolve(import.meta.dirname, '../../..');

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder for all of the program's data; AI_SCIENTIST_HOME overrides the default. */
export const homePath = (environment: Environment = process.env): string =>
  resolve(expandTilde(environment.AI_SCIENTIST_HOME || join(projectRoot, '.ai-scientist'), homeFolder()));

/** The folder for PDFs and other results for people: beside the data folder, unless AI_SCIENTIST_RESULTS names another. */
export const resultsPath = (environment: Environment = process.env): string =>
  resolve(
    expandTilde(environment.AI_SCIENTIST_RESULTS || join(dirname(homePath(environment)), 'results'), homeFolder()),
  );

/** Distinguishes a full disk from a folder that is not writable. */
export const homeError = (folder: string, error: unknown): CodedError => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new CodedError(
      'home.disk_full',
      `no space is left for the data folder ${folder}: free some, then try again`,
      { cause: error },
    );
  }
  return new CodedError(
    'home.not_writable',
    `the data folder ${folder} cannot be written (${code ?? message}): make it writable or set AI_SCIENTIST_HOME to another folder`,
    { cause: error },
  );
};

const resultsError = (folder: string, error: unknown): CodedError => {
  const { code, message } = error as NodeJS.ErrnoException;
  return new CodedError(
    'results.not_writable',
    `the folder for results, ${folder}, cannot be written (${code ?? message}): make it writable, or name another with --results or AI_SCIENTIST_RESULTS`,
    { cause: error },
  );
};

/** Writes 64 KB to the folder as a test; returns the error on failure. */
export const probeFolder = async (folder: string, toError = homeError): Promise<CodedError | undefined> => {
  const probe = join(folder, `.probe-${process.pid}-${randomBytes(4).toString('hex')}`);
  try {
    await writeFile(probe, Buffer.alloc(65_536));
    return undefined;
  } catch (error) {
    return toError(folder, error);
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
};

/** With more free bytes than this, the folder is not probed by writing. */
const plentyBytes = 64 * 1024 ** 2;

/** Like `probeFolder`, but cheap enough to call every few seconds. */
export const roomProblem = async (folder: string): Promise<CodedError | undefined> => {
  const { bavail, bsize } = await statfs(folder).catch(() => ({ bavail: 0, bsize: 0 }));
  return bavail * bsize >= plentyBytes ? undefined : probeFolder(folder);
};

/** Keeps the mode of a folder that everyone may write to, such as /tmp, because it does not belong to one program. */
const keepPrivate = async (folder: string): Promise<void> => {
  const { mode } = await stat(folder);
  if ((mode & 0o077) !== 0 && (mode & 0o1000) === 0) await chmod(folder, 0o700);
};

/** Creates the data folder, readable by its owner only, and tests it. Throws home.not_writable or home.disk_full. */
export const openHome = async (environment: Environment = process.env): Promise<string> => {
  const folder = homePath(environment);
  try {
    await mkdir(join(folder, 'tools'), { recursive: true, mode: 0o700 });
    await keepPrivate(folder);
  } catch (error) {
    throw homeError(folder, error);
  }
  const problem = await probeFolder(folder);
  if (problem !== undefined) throw problem;
  return folder;
};

/** Creates the folder for results, and tests it. Throws results.not_writable. */
export const openResults = async (folder: string): Promise<void> => {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw resultsError(folder, error);
  }
  const problem = await probeFolder(folder, resultsError);
  if (problem !== undefined) throw problem;
};
