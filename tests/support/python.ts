import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { pythonRequirement } from '../../src/adapters/machine/python.ts';

const execute = promisify(execFile);

/** Runs the Python that experiments run with; returns its standard output. Writes no compiled modules. */
export const runPython = async (
  args: readonly string[],
  { cwd, environment = {} }: { readonly cwd: string; readonly environment?: Readonly<Record<string, string>> },
): Promise<string> => {
  const found = await pythonRequirement.find();
  if (!found.found) throw new Error(found.problem);
  const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', ...environment };
  const { stdout } = await execute(found.path, args, { cwd, env, maxBuffer: 16 * 1024 ** 2 });
  return stdout;
};
