import type { SandboxLimits } from '../../ports/sandbox.ts';

/** /tmp and /dev/shm live in memory, so neither may exceed what the job may have of it. */
export const temporaryBytes = (limits: SandboxLimits): number => Math.min(limits.diskBytes, limits.memoryBytes);

/** Processes and threads together: a backstop above the polled limit, which counts processes alone. */
export const taskCeiling = (limits: SandboxLimits): number => limits.processes * 4 + 64;

const stackBytes = 8 * 1024 * 1024;

/** Per process. Stacks of threads count as data without being resident, hence the room for them. */
export const dataCeilingBytes = (limits: SandboxLimits): number =>
  Math.ceil(limits.memoryBytes * 1.25) + taskCeiling(limits) * stackBytes;

/** Of a control group: above the polled limit, which is the one that people are told of. */
export const memoryCeilingBytes = (limits: SandboxLimits): number =>
  Math.ceil(limits.memoryBytes * 1.1) + 16 * 1024 * 1024;

/** Descriptors that one process may have open. */
export const openFilesCeiling = 4096;
