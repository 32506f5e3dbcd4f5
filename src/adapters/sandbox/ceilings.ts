import type { SandboxLimits } from '../../ports/sandbox.ts';

/** Limit of /tmp and of /dev/shm, which are in memory and must not exceed the job's memory limit. */
export const temporaryBytes = (limits: SandboxLimits): number => Math.min(limits.diskBytes, limits.memoryBytes);

/** Hard limit on processes and threads together, above the polled limit, which counts processes only. */
export const taskCeiling = (limits: SandboxLimits): number => limits.processes * 4 + 64;

const stackBytes = 8 * 1024 * 1024;

/** Limit per process. Includes room for thread stacks, which count as data without being resident. */
export const dataCeilingBytes = (limits: SandboxLimits): number =>
  Math.ceil(limits.memoryBytes * 1.25) + taskCeiling(limits) * stackBytes;

/** Limit of a control group, above the polled limit, which is the one reported to people. */
export const memoryCeilingBytes = (limits: SandboxLimits): number =>
  Math.ceil(limits.memoryBytes * 1.1) + 16 * 1024 * 1024;

/** Maximum number of open descriptors per process. */
export const openFilesCeiling = 4096;
