import { realpath } from 'node:fs/promises';
import type { Sandbox } from '../../../ports/sandbox.ts';
import type { Mount } from './command-line.ts';
import { findInterpreter, type Interpreter } from './interpreter.ts';
import { runInBox } from './run.ts';

export type BubblewrapSettings = {
  /** The interpreter for `python` inside: a path, or a name on PATH. */
  readonly python: string;
  readonly bwrap?: string;
  /** Device files that jobs may use, such as /dev/nvidia0; none by default. */
  readonly devices?: readonly string[];
  /** Files and folders of this machine that jobs may read, besides the system's; none by default. */
  readonly mounts?: readonly Mount[];
};

/** A sandbox of Linux namespaces made by `bwrap`, for root and ordinary users; inspects the machine on the first run. */
export const createBubblewrapSandbox = (settings: BubblewrapSettings): Sandbox => {
  let interpreter: Promise<Interpreter> | undefined;
  return {
    name: 'bubblewrap',
    async run(job) {
      interpreter ??= findInterpreter(settings.python);
      const machinery = {
        bwrap: settings.bwrap ?? 'bwrap',
        devices: settings.devices ?? [],
        mounts: settings.mounts ?? [],
        interpreter: await interpreter.catch((error) => {
          interpreter = undefined;
          throw error;
        }),
      };
      return runInBox(machinery, { ...job, workspace: await realpath(job.workspace) });
    },
  };
};
