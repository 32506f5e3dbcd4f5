import * as z from 'zod';
import type { SandboxUse } from '../../../ports/sandbox.ts';

const count = z.number().nonnegative();
const endingOutputSchema = z.object({ totalBytes: count, tail: z.base64() });

const useSchema = z.object({ wallTimeMs: count, cpuTimeMs: count, memoryBytes: count, diskBytes: count });

const endSchema = z.object({
  breach: z
    .object({
      limit: z.enum([
        ...['stopped', 'wallTimeMs', 'memoryBytes', 'processes', 'tasks', 'diskBytes', 'files', 'freeDisk'],
      ] as const),
      value: count,
    })
    .nullable(),
  /** Exit status as a shell reports it: 128 + n for signal n. */
  status: z.number().int(),
  wallTimeMs: count,
  cpuTimeMs: count,
  peakMemoryBytes: count,
  diskBytes: count,
  largestFileBytes: count,
  stdout: endingOutputSchema,
  stderr: endingOutputSchema,
});
/** The supervisor's measurements of a job, made when none of its processes is alive. */
export type End = z.infer<typeof endSchema>;

const frameSchema = z.union([
  z.object({ begun: z.literal(true) }),
  z.object({ stdout: z.base64() }),
  z.object({ stderr: z.base64() }),
  z.object({ use: useSchema }),
  z.object({ end: endSchema }),
]);

export type FrameListener = {
  readonly onBegun: () => void;
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Buffer) => void;
  readonly onUse: (use: SandboxUse) => void;
  readonly onEnd: (end: End) => void;
};

/** Above the length of any line of the supervisor; a longer line is not from it. */
const longestLine = 256 * 1024 * 1024;

/**
 * Parses the output of `sandbox/supervisor.py`, one JSON line per event. Skips the first `known` frames, which were read
 * before the connection was lost. Throws for anything else.
 */
export const frameReader = (listener: FrameListener, known = 0) => {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let seen = 0;
  const take = (line: string): void => {
    seen += 1;
    if (seen <= known) return;
    const frame = frameSchema.parse(JSON.parse(line));
    if ('begun' in frame) listener.onBegun();
    else if ('stdout' in frame) listener.onOutput('stdout', Buffer.from(frame.stdout, 'base64'));
    else if ('stderr' in frame) listener.onOutput('stderr', Buffer.from(frame.stderr, 'base64'));
    else if ('use' in frame) listener.onUse(frame.use);
    else listener.onEnd(frame.end);
  };
  return {
    write(chunk: Buffer): void {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        take(Buffer.concat([...rest, chunk.subarray(from, at)]).toString('latin1'));
        rest = [];
        restBytes = 0;
        from = at + 1;
      }
      if (from < chunk.length) rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > longestLine) throw new Error('the supervisor prints a line without end');
    },
    /** The number of complete frames so far, including skipped ones. */
    seen: () => seen,
  };
};
