import { readdirSync, readFileSync } from 'node:fs';

export type ProcessSample = {
  readonly id: number;
  readonly parentId: number;
  /** `Z` for a zombie. */
  readonly state: string;
  /** Processor time of itself and of the children it has waited for. */
  readonly cpuTicks: number;
  readonly threads: number;
  /** Start time in clock ticks since boot: unique together with the id. */
  readonly startTicks: number;
  readonly residentPages: number;
};

/** Fixed by the kernel's ABI on all supported architectures. */
const ticksPerSecond = 100;
export const ticksToMilliseconds = (ticks: number): number => (ticks * 1000) / ticksPerSecond;

/** Parses the fields of proc(5) after the last parenthesis, because the name may contain spaces and parentheses. */
export const parseStat = (text: string): ProcessSample => {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (field: number): number => Number(fields[field - 3]);
  return {
    id: Number.parseInt(text, 10),
    state: fields[0] ?? '?',
    parentId: number(4),
    cpuTicks: number(14) + number(15) + number(16) + number(17),
    threads: number(20),
    startTicks: number(22),
    residentPages: number(24),
  };
};

/** Returns undefined when there is no such process. */
export const sampleProcess = (id: number): ProcessSample | undefined => {
  try {
    return parseStat(readFileSync(`/proc/${id}/stat`, 'latin1'));
  } catch {
    return undefined;
  }
};

const sampleAll = (): ProcessSample[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => sampleProcess(Number(name)))
    .filter((sample) => sample !== undefined);

/**
 * Returns a process and its descendants. No process can leave this tree inside a PID namespace: an orphan's new parent
 * is the namespace's first process.
 */
export const familyOf = (id: number, samples: readonly ProcessSample[] = sampleAll()): ProcessSample[] => {
  const children = Map.groupBy(samples, (sample) => sample.parentId);
  const family = samples.filter((sample) => sample.id === id);
  for (const member of family) family.push(...(children.get(member.id) ?? []));
  return family;
};
