import { execFile } from 'node:child_process';
import { realpath } from 'node:fs/promises';
import { isAbsolute, relative } from 'node:path';
import { promisify } from 'node:util';
import { CodedError } from '../../../events/outcome.ts';
import { homeFolder } from '../../files/tilde.ts';

export type Interpreter = {
  /** The path that the interpreter itself reports, never a version manager's shim. */
  readonly executable: string;
  /** True for a virtual environment, which is located by the path it was started from. */
  readonly virtual: boolean;
  /** Required folders outside /usr, to be bound read-only. */
  readonly folders: readonly string[];
};

const question = 'import json, sys; print(json.dumps([sys.executable, sys.prefix, sys.base_prefix]))';

const isInside = (folder: string, path: string): boolean => {
  const way = relative(folder, path);
  return !way.startsWith('..') && !isAbsolute(way);
};

/** Asks the interpreter for its location. Throws CodedError('sandbox.unavailable'). */
export const findInterpreter = async (python: string): Promise<Interpreter> => {
  const answer = await promisify(execFile)(python, ['-I', '-c', question], { timeout: 20_000 }).catch(
    (error: Error) => {
      throw new CodedError('sandbox.unavailable', `the Python interpreter ${python} does not start: ${error.message}`, {
        cause: error,
      });
    },
  );
  const [executable, prefix, basePrefix] = JSON.parse(answer.stdout) as [string, string, string];
  const home = homeFolder();
  const folders: string[] = [];
  for (const folder of new Set([prefix, basePrefix, await realpath(prefix), await realpath(basePrefix)])) {
    if (isInside('/usr', folder)) continue;
    if (home !== undefined && isInside(folder, home)) {
      throw new CodedError('sandbox.unavailable', `the Python in ${folder} cannot be shared: it would expose ${home}`);
    }
    folders.push(folder);
  }
  return { executable, virtual: prefix !== basePrefix, folders };
};
