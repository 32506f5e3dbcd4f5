import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sandbox, SandboxJob, SandboxLimits, SandboxResult } from '../../src/ports/sandbox.ts';

export const megabyte = 1024 * 1024;

/** Small limits, so that an uncontained job is noticed at once and does no harm. */
export const smallLimits: SandboxLimits = {
  wallTimeMs: 20_000,
  memoryBytes: 300 * megabyte,
  processes: 40,
  fileSizeBytes: 20 * megabyte,
  diskBytes: 60 * megabyte,
  outputBytes: 64 * 1024,
};

export type JobReport = SandboxResult & {
  readonly lines: readonly string[];
  /** Command lines of processes that outlived the job. */
  readonly survivors: readonly string[];
};

/** Running processes whose command line contains the text. */
export const processesWith = (text: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(text) ? [line] : [];
      } catch {
        return [];
      }
    });

export const newMarker = (): string => `marker-${process.pid}-${performance.now()}`;

type JobChanges = Partial<Omit<SandboxJob, 'limits'>> & {
  readonly limits?: Partial<SandboxLimits>;
  /** Called with the workspace before the job and after it. */
  readonly prepare?: (workspace: string) => void;
  readonly inspect?: (workspace: string) => Promise<void> | void;
};

/** Runs Python code in a fresh workspace, which is removed afterwards. */
export const runPython = async (sandbox: Sandbox, code: string, changes: JobChanges = {}): Promise<JobReport> => {
  const { limits, prepare, inspect, ...rest } = changes;
  const workspace = mkdtempSync(join(tmpdir(), 'sandbox-test-'));
  const marker = newMarker();
  const lines: string[] = [];
  try {
    prepare?.(workspace);
    const result = await sandbox.run({
      command: ['python', '-c', code, marker],
      workspace,
      limits: { ...smallLimits, ...limits },
      signal: new AbortController().signal,
      onLine: (_stream, line) => lines.push(line),
      ...rest,
    });
    const survivors = processesWith(marker);
    await inspect?.(workspace);
    return { ...result, lines, survivors };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
};
