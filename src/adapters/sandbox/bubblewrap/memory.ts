import { readFileSync, writeFileSync } from 'node:fs';
import type { ProcessSample } from './processes.ts';

const pageBytes = 4096;

const kilobytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) * 1024;

/** Counts a page that processes share once for each of them: cheap, and never too little. */
export const residentBytes = (family: readonly ProcessSample[]): number =>
  family.reduce((sum, { residentPages }) => sum + residentPages * pageBytes, 0);

/**
 * Counts shared pages once, and those of the temporary folders (which lie in memory) whether mapped or not. Dear: the
 * kernel walks the page tables, so ask only when the cheap figure is over the limit.
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

/** Memory held where no process shows it (such as anonymous files) is still missed by the machine as a whole. */
export const machineIsShortOfMemory = (): boolean => {
  const text = readFileSync('/proc/meminfo', 'latin1');
  const total = kilobytes(text, 'MemTotal');
  const available = kilobytes(text, 'MemAvailable');
  return total > 0 && available < Math.min(total * 0.02, 256 * 1024 * 1024);
};

/** How many processes the kernel has killed for want of memory since boot. */
export const kernelMemoryKills = (): number => {
  try {
    return Number(/^oom_kill (\d+)/m.exec(readFileSync('/proc/vmstat', 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
};

/** Should the machine run out of memory all the same, the kernel kills these before anything of ours. */
export const offerToKernel = (family: readonly ProcessSample[]): void => {
  for (const { id } of family) {
    try {
      writeFileSync(`/proc/${id}/oom_score_adj`, '1000');
    } catch {
      // It has ended, or this is not allowed: the polled limit is what protects the machine.
    }
  }
};
