import type { SandboxLimits, SandboxReason } from '../../ports/sandbox.ts';
import { taskCeiling } from './ceilings.ts';
import { describeBytes, describeDuration } from './describe.ts';

/** The exceeded limit or the cancellation for which a job is ended. */
export type Breach = { readonly reason: SandboxReason; readonly explanation: string };

export const cancellation: Breach = { reason: 'cancelled', explanation: 'it was cancelled' };

export const timeBreach = (limits: SandboxLimits): Breach => ({
  reason: 'timed_out',
  explanation: `it was still running after ${describeDuration(limits.wallTimeMs)}, the limit of wall time`,
});

export const memoryBreach = (bytes: number, limits: SandboxLimits): Breach => ({
  reason: 'out_of_memory',
  explanation: `it held ${describeBytes(bytes)} of memory; the limit is ${describeBytes(limits.memoryBytes)}`,
});

export const processesBreach = (processes: number, limits: SandboxLimits): Breach => ({
  reason: 'too_many_processes',
  explanation: `it started ${processes} processes; the limit is ${limits.processes}`,
});

export const tasksBreach = (tasks: number, limits: SandboxLimits): Breach => ({
  reason: 'too_many_processes',
  explanation: `it started ${tasks} processes and threads; the limit is ${taskCeiling(limits)}`,
});

export const diskBreach = (bytes: number, limits: SandboxLimits): Breach => ({
  reason: 'over_disk_quota',
  explanation: `it took ${describeBytes(bytes)} of disk; the limit is ${describeBytes(limits.diskBytes)}`,
});
