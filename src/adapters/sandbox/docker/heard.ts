import type { SandboxLimits } from '../../../ports/sandbox.ts';
import { lineSplitter } from '../output.ts';
import type { End } from './frames.ts';

const evidenceBytes = 8 * 1024;
const streams = ['stdout', 'stderr'] as const;
type Stream = (typeof streams)[number];

export type Heard = {
  take(stream: Stream, bytes: Buffer): void;
  /** Call once at the end of the output: emits an incomplete last line. */
  close(): void;
  output(end: End): { readonly stdout: string; readonly stderr: string; readonly droppedOutputBytes: number };
  /** The end of stderr, where failures are explained. */
  evidence(end: End): string;
};

/** Joins beginning and end like `keepOutput`: the first bytes arrived live, the last ones with the end frame. */
const textOf = (live: Buffer, totalBytes: number, tail: Buffer, limitBytes: number): string => {
  if (totalBytes <= limitBytes) return live.toString('utf8');
  const head = live.subarray(0, Math.ceil(limitBytes / 2));
  const gap = `\n[... ${totalBytes - head.length - tail.length} bytes of output dropped ...]\n`;
  return Buffer.concat([head, Buffer.from(gap), tail]).toString('utf8');
};

/** Collects a job's output; the supervisor sends no more than its limit. */
export const hear = ({ outputBytes }: SandboxLimits, onLine: (stream: Stream, line: string) => void): Heard => {
  const chunks: Record<Stream, Buffer[]> = { stdout: [], stderr: [] };
  const lines = {
    stdout: lineSplitter((line) => onLine('stdout', line)),
    stderr: lineSplitter((line) => onLine('stderr', line)),
  };
  const text = (stream: Stream, { [stream]: { totalBytes, tail } }: End): string =>
    textOf(Buffer.concat(chunks[stream]), totalBytes, Buffer.from(tail, 'base64'), outputBytes);
  return {
    take(stream, bytes) {
      chunks[stream].push(bytes);
      lines[stream].write(bytes);
    },
    close: () => {
      for (const stream of streams) lines[stream].end();
    },
    output: (end) => ({
      stdout: text('stdout', end),
      stderr: text('stderr', end),
      droppedOutputBytes: streams.reduce((sum, stream) => sum + Math.max(0, end[stream].totalBytes - outputBytes), 0),
    }),
    evidence: (end) => text('stderr', end).slice(-evidenceBytes),
  };
};
