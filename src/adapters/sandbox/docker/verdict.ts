import type { SandboxLimits, SandboxResult } from '../../../ports/sandbox.ts';
import {
  type Breach,
  cancellation,
  diskBreach,
  memoryBreach,
  processesBreach,
  tasksBreach,
  timeBreach,
} from '../breaches.ts';
import { classify } from '../classify.ts';
import { describeBytes } from '../describe.ts';
import { maximumFiles } from './container.ts';
import type { End } from './frames.ts';
import type { Heard } from './heard.ts';

const breachOf = ({ breach }: End, limits: SandboxLimits): Breach | undefined => {
  switch (breach?.limit) {
    case undefined:
      return undefined;
    case 'stopped':
      return cancellation;
    case 'wallTimeMs':
      return timeBreach(limits);
    case 'memoryBytes':
      return memoryBreach(breach.value, limits);
    case 'processes':
      return processesBreach(breach.value, limits);
    case 'tasks':
      return tasksBreach(breach.value, limits);
    case 'diskBytes':
      return diskBreach(breach.value, limits);
    case 'files':
      return { reason: 'over_disk_quota', explanation: `it made more than ${maximumFiles} files and folders` };
    case 'freeDisk': {
      const explanation = `the disk of the Docker engine is almost full: ${describeBytes(breach.value)} are free`;
      return { reason: 'over_disk_quota', explanation };
    }
  }
};

/** Derives a job's outcome from the supervisor's measurements and our reason for stopping it. */
export const resultOf = (end: End, asked: Breach | undefined, heard: Heard, limits: SandboxLimits): SandboxResult => {
  const found = breachOf(end, limits);
  const verdict = classify({
    breach: asked !== undefined && found?.reason === 'cancelled' ? asked : found,
    status: end.status,
    stderrTail: heard.evidence(end),
    largestFileBytes: end.largestFileBytes,
    limits,
  });
  const { wallTimeMs, cpuTimeMs, peakMemoryBytes, diskBytes } = end;
  return { ...verdict, ...heard.output(end), wallTimeMs, cpuTimeMs, peakMemoryBytes, diskBytes };
};
