import { constants } from 'node:os';
import type { SandboxLimits, SandboxReason } from '../../ports/sandbox.ts';
import type { Breach } from './breaches.ts';
import { dataCeilingBytes, taskCeiling, temporaryBytes } from './ceilings.ts';
import { describeBytes } from './describe.ts';

export type Ending = {
  /** The first exceeded limit, or the cancellation, for which the box was killed. */
  readonly breach: Breach | undefined;
  /** Exit status as a shell reports it: 128 + n for signal n. */
  readonly status: number;
  readonly stderrTail: string;
  readonly largestFileBytes: number;
  /** The kernel killed a process for memory: at the limit of the job's control group, or because the machine had no more. */
  readonly memoryKill?: 'at the limit' | 'by the machine' | undefined;
  readonly limits: SandboxLimits;
};

export type Verdict = {
  readonly reason: SandboxReason;
  readonly explanation: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
};

/** Prefers the usual one of two names for a signal, such as SIGABRT and SIGIOT. */
const signalNames = new Map(
  Object.entries(constants.signals)
    .reverse()
    .map(([name, number]) => [number as number, name]),
);

/** Messages of programs that hit a hard limit; checked only after a failure. */
const refusals: readonly { reason: SandboxReason; said: RegExp; limit: (limits: SandboxLimits) => string }[] = [
  {
    reason: 'file_too_large',
    said: /^.*(\[Errno 27\]|File too large|File size limit exceeded).*$/m,
    limit: ({ fileSizeBytes }) => `a file would have passed the limit of ${describeBytes(fileSizeBytes)}`,
  },
  {
    reason: 'over_disk_quota',
    said: /^.*(\[Errno 28\]|No space left on device).*$/m,
    limit: (limits) => `it filled a temporary folder, which holds ${describeBytes(temporaryBytes(limits))}`,
  },
  {
    reason: 'too_many_processes',
    said: /^.*(can't start new thread|Thread creation failed|Cannot fork|fork: retry|[Ff]ork.*temporarily unavailable|pthread_create failed|BlockingIOError: \[Errno 11\]).*$/m,
    limit: (limits) => `it was refused more than ${taskCeiling(limits)} processes and threads`,
  },
  {
    reason: 'out_of_memory',
    said: /^.*(MemoryError|OutOfMemoryError|Cannot allocate memory|can't allocate memory|std::bad_alloc|CUDA out of memory).*$/m,
    limit: (limits) =>
      `it was refused more memory: the limit is ${describeBytes(limits.memoryBytes)}, for one process ${describeBytes(dataCeilingBytes(limits))} of data`,
  },
];

const refusalIn = ({ stderrTail, limits, largestFileBytes }: Ending): Breach | undefined => {
  for (const { reason, said, limit } of refusals) {
    const line = said.exec(stderrTail)?.[0];
    if (line !== undefined) return { reason, explanation: `${limit(limits)} (${line.trim().slice(0, 200)})` };
  }
  if (largestFileBytes >= limits.fileSizeBytes) {
    return {
      reason: 'file_too_large',
      explanation: `a file reached the limit of ${describeBytes(limits.fileSizeBytes)}`,
    };
  }
  return undefined;
};

/** Returns why the job ended. A limit counts as hit when the box was killed for it, or when the failed job reports it. */
export const classify = (ending: Ending): Verdict => {
  const { status, breach } = ending;
  const signal = status > 128 ? (signalNames.get(status - 128) ?? null) : null;
  const exitCode = signal === null ? status : null;
  if (breach !== undefined) return { ...breach, exitCode: null, signal: 'SIGKILL' };
  if (status === 0) return { reason: 'completed', explanation: 'it ran to its end', exitCode, signal };
  if (signal === 'SIGXFSZ') {
    const explanation = `a file passed the limit of ${describeBytes(ending.limits.fileSizeBytes)}`;
    return { reason: 'file_too_large', explanation, exitCode, signal };
  }
  const limit = describeBytes(ending.limits.memoryBytes);
  if (ending.memoryKill === 'at the limit') {
    const explanation = `the kernel killed it for taking more memory; the limit is ${limit}`;
    return { reason: 'out_of_memory', explanation, exitCode, signal };
  }
  if (signal === 'SIGKILL' && ending.memoryKill === 'by the machine') {
    const explanation = `the machine ran out of memory; the limit was ${limit}`;
    return { reason: 'out_of_memory', explanation, exitCode, signal };
  }
  const refusal = refusalIn(ending);
  if (refusal !== undefined) return { ...refusal, exitCode, signal };
  const how = signal === null ? `with exit code ${exitCode}` : `by signal ${signal}`;
  return { reason: 'crashed', explanation: `it ended ${how}`, exitCode, signal };
};
