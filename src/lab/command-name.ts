import { realpathSync } from 'node:fs';
import { delimiter, join, relative, resolve } from 'node:path';

const program = resolve(import.meta.dirname, '../../bin/ai-scientist');

const isOurs = (path: string): boolean => {
  try {
    return realpathSync(path) === realpathSync(program);
  } catch {
    return false;
  }
};

/** The command that calls this program from the working folder, so that commands in messages can be copied. */
export const commandName: string = (() => {
  const onPath = (process.env.PATH ?? '').split(delimiter).some((folder) => isOurs(join(folder, 'ai-scientist')));
  if (onPath) return 'ai-scientist';
  const path = relative(process.cwd(), program);
  return path.startsWith('..') ? program : path;
})();
