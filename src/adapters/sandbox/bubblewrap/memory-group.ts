import { mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { handleOf, isAlive } from './ending.ts';

/**
 * A control group for one job. The kernel charges it for all memory, including anonymous files, unmapped shared memory
 * and socket buffers, which no process shows.
 */
export type MemoryGroup = {
  /** Moves processes into the group; their later children belong to it from the start. */
  readonly join: (ids: readonly number[]) => void;
  /** The number of its processes that the kernel has killed at the limit. */
  readonly kills: () => number;
  /** Removes the group; call it when all of its processes have ended. */
  readonly remove: () => void;
};

type Interface = {
  readonly limit: string;
  readonly swap: string;
  readonly events: string;
  readonly swapValue: (bytes: number) => string;
};

/** File names of both versions; see the kernel's "Memory Resource Controller" and "Control Group v2". */
const first: Interface = {
  limit: 'memory.limit_in_bytes',
  swap: 'memory.memsw.limit_in_bytes',
  events: 'memory.oom_control',
  swapValue: String,
};
const second: Interface = {
  limit: 'memory.max',
  swap: 'memory.swap.max',
  events: 'memory.events',
  swapValue: () => '0',
};

const prefix = 'ai-scientist-';

/** Candidate parent groups: our own, the enclosing one, and the root in a container that hides them. */
const places = (): readonly (readonly [folder: string, files: Interface])[] => {
  const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n');
  const pathOf = (pattern: RegExp) => lines.map((line) => pattern.exec(line)?.[1]).find((path) => path !== undefined);
  const around = (root: string, path: string | undefined, files: Interface) =>
    path === undefined ? [] : [...new Set([path, dirname(path), '/'])].map((one) => [join(root, one), files] as const);
  return [
    ...around('/sys/fs/cgroup/memory', pathOf(/^\d+:(?:[^:]*,)?memory(?:,[^:]*)?:(.*)$/), first),
    ...around('/sys/fs/cgroup', pathOf(/^0::(.*)$/), second),
  ];
};

const ignoringErrors = (work: () => void): void => {
  try {
    work();
  } catch {
    // The group is gone, or is not ours: nothing depends on it.
  }
};

/** Removes groups of killed programs: the kernel refuses to remove a group in use. */
const removeLeftovers = (folder: string): void => {
  for (const name of readdirSync(folder)) {
    const [, id, startTicks] = /^ai-scientist-(\d+)-(\d+)-\d+$/.exec(name) ?? [];
    if (id === undefined || isAlive({ id: Number(id), startTicks: Number(startTicks) })) continue;
    ignoringErrors(() => rmdirSync(join(folder, name)));
  }
};

const makeIn = (folder: string, files: Interface, limitBytes: number, number: number): MemoryGroup | undefined => {
  const group = join(folder, `${prefix}${process.pid}-${handleOf(process.pid)?.startTicks ?? 0}-${number}`);
  try {
    removeLeftovers(folder);
    mkdirSync(group);
  } catch {
    return undefined;
  }
  const remove = () => ignoringErrors(() => rmdirSync(group));
  try {
    writeFileSync(join(group, files.limit), String(limitBytes));
  } catch {
    remove();
    return undefined;
  }
  ignoringErrors(() => writeFileSync(join(group, files.swap), files.swapValue(limitBytes)));
  return {
    join: (ids) => {
      for (const id of ids) ignoringErrors(() => writeFileSync(join(group, 'cgroup.procs'), String(id)));
    },
    kills: () => {
      try {
        return Number(/^oom_kill (\d+)/m.exec(readFileSync(join(group, files.events), 'utf8'))?.[1] ?? 0);
      } catch {
        return 0;
      }
    },
    remove,
  };
};

/** Creates a group; undefined without rights over control groups or without their file system. */
export const createMemoryGroup = (limitBytes: number, number: number): MemoryGroup | undefined => {
  try {
    for (const [folder, files] of places()) {
      const group = makeIn(folder, files, limitBytes, number);
      if (group !== undefined) return group;
    }
  } catch {
    // The machine has no control groups.
  }
  return undefined;
};
