import { readFileSync, writeFileSync } from 'node:fs';
import type { ProcessSample } from './processes.ts';

const pageBytes = 4096;

const kilobytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) * 1024;

/** Counts shared pages once per process: cheap, and never too low. */
export const residentBytes = (family: readonly ProcessSample[]): number =>
  family.reduce((sum, { residentPages }) => sum + residentPages * pageBytes, 0);

/**
 * Counts shared pages once, and pages of the temporary folders, which are in memory, whether mapped or not. Expensive:
 * the kernel walks the page tables, so call it only when the cheap figure exceeds the limit.
 */
export const proportionalBytes = (family: readonly ProcessSample[], temporaryBytes: number): number => {
  let total = 0;
  let mappedShared = 0;
  for (const { id, residentPages } of family) {
    try {
      const text = readFileSync(`/proc/${id}/smaps_rollup`, 'latin1');
      total += kilobytes(text, 'Pss');
      mappedShared += kilobytes(text, 'Pss_Shmem');
    } catch {
      total += residentPages * pageBytes;
    }
  }
  return total + Math.max(0, temporaryBytes - mappedShared);
};

/** Returns the machine's available memory, which also reflects memory that no process shows, such as anonymous files. */
export const machineIsShortOfMemory = (): boolean => {
  const text = readFileSync('/proc/meminfo', 'latin1');
  const total = kilobytes(text, 'MemTotal');
  const available = kilobytes(text, 'MemAvailable');
  return total > 0 && available < Math.min(total * 0.02, 256 * 1024 * 1024);
};

/** Returns the number of processes that the kernel has killed for lack of memory since boot. */
export const kernelMemoryKills = (): number => {
  try {
    return Number(/^oom_kill (\d+)/m.exec(readFileSync('/proc/vmstat', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

/** Makes the kernel kill these processes before ours if the machine runs out of memory. */
export const offerToKernel = (family: readonly ProcessSample[]): void => {
  for (const { id } of family) {
    try {
      writeFileSync(`/proc/${id}/oom_score_adj`, '1000');
    } catch {
      // The process has ended, or this is not permitted: the polled limit still protects the machine.
    }
  }
};
