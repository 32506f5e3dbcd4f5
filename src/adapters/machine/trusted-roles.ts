import { createHash } from 'node:crypto';
import { readFile, realpath, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { CodedError } from '../../events/outcome.ts';
import type { TrustedRoles } from '../../ports/trusted-roles.ts';
import { readFileBelow } from '../files/read.ts';
import { comparePaths, walk } from '../files/walk.ts';

const recordSchema = z.array(z.object({ name: z.string(), from: z.string(), sha256: z.string() }));

const recordName = 'trusted-roles.json';
const bounds = { files: 2000, fileBytes: 8 * 1024 ** 2 };
/** True for a path that is not a role's own code. */
const isApart = (path: string): boolean => path.split('/').some((part) => part === 'node_modules' || part === '.git');

const refuse = (place: string, why: string): never => {
  throw new CodedError('roster.not_loaded', `the role at ${place} cannot be trusted: ${why}`);
};

/** Lists a role's files by their paths below a folder: a single file, or all files of the folder. */
const filesOf = async (place: string): Promise<readonly [folder: string, paths: readonly string[]]> => {
  const real = await realpath(place).catch((error: Error) => refuse(place, error.message));
  if (!(await stat(real)).isDirectory()) return [dirname(real), [basename(real)]];
  const paths: string[] = [];
  for await (const found of walk(real, (path) => !isApart(path))) {
    if ('reason' in found) return refuse(place, `${found.path}: ${found.reason}`);
    if (!found.status.isFile()) return refuse(place, `${found.path} is a link or no file: put a copy in its place`);
    if (paths.push(found.path) > bounds.files) return refuse(place, `it has more than ${bounds.files} files`);
  }
  return [real, paths.sort(comparePaths)];
};

const hashOf = async (place: string): Promise<string> => {
  const [folder, paths] = await filesOf(place);
  const all = createHash('sha256');
  for (const path of paths) {
    const bytes = await readFileBelow(folder, path, bounds.fileBytes);
    if (bytes === undefined) return refuse(place, `${path} cannot be read, or has more than ${bounds.fileBytes} bytes`);
    all.update(`${path}\0${createHash('sha256').update(bytes).digest('hex')}\n`);
  }
  return all.digest('hex');
};

/** Trusted roles in a file of the data folder, which only its owner may write. */
export const createTrustedRoles = (home: () => Promise<string>): TrustedRoles => {
  const list: TrustedRoles['list'] = async () => {
    try {
      return recordSchema.parse(JSON.parse(await readFile(join(await home(), recordName), 'utf8')));
    } catch {
      return [];
    }
  };
  return {
    list,
    hashOf,
    remember: async (roles) => {
      if (roles.length === 0) return;
      const isReplaced = (one: { name: string; from: string }): boolean =>
        roles.some(({ name, from }) => name === one.name && from === one.from);
      const kept = (await list()).filter((one) => !isReplaced(one));
      const path = join(await home(), recordName);
      const draft = `${path}.${process.pid}`;
      await writeFile(draft, `${JSON.stringify([...kept, ...roles], null, 2)}\n`, { mode: 0o600 });
      await rename(draft, path);
    },
  };
};
