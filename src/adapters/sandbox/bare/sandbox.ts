import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import type { Sandbox, SandboxJob, SandboxResult } from '../../../ports/sandbox.ts';
import { type Breach, cancellation, timeBreach } from '../breaches.ts';
import { familyOf, ticksToMilliseconds } from '../bubblewrap/processes.ts';
import { classify } from '../classify.ts';
import { cleanEnvironment } from '../environment.ts';
import { keepOutput } from '../output.ts';

const lookMs = 100;
const pageBytes = 4096;
const evidenceBytes = 8 * 1024;

const measure = (id: number, usage: { cpuTimeMs: number; peakMemoryBytes: number }): void => {
  const family = familyOf(id);
  const ticks = family.reduce((sum, { cpuTicks }) => sum + cpuTicks, 0);
  const pages = family.reduce((sum, { residentPages }) => sum + residentPages, 0);
  usage.cpuTimeMs = Math.max(usage.cpuTimeMs, ticksToMilliseconds(ticks));
  usage.peakMemoryBytes = Math.max(usage.peakMemoryBytes, pages * pageBytes);
};

const run = (python: string, job: SandboxJob): Promise<SandboxResult> =>
  new Promise((resolve) => {
    const { limits } = job;
    const [program = 'true', ...rest] = job.command;
    const begunAt = performance.now();
    const usage = { cpuTimeMs: 0, peakMemoryBytes: 0 };
    const stdout = keepOutput(limits.outputBytes, (line) => job.onLine('stdout', line));
    const stderr = keepOutput(limits.outputBytes, (line) => job.onLine('stderr', line));
    const evidence = keepOutput(evidenceBytes, () => {});
    const child = spawn(program === 'python' || program === 'python3' ? python : program, rest, {
      cwd: job.workspace,
      env: { ...cleanEnvironment([]), ...job.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    let breach: Breach | undefined;
    const end = (why?: Breach): void => {
      breach ??= why;
      try {
        if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
      } catch {
        // All processes of its group have ended.
      }
    };
    const cancel = (): void => end(cancellation);
    const clock = setTimeout(() => end(timeBreach(limits)), limits.wallTimeMs);
    const looks = setInterval(() => child.pid !== undefined && measure(child.pid, usage), lookMs);
    job.signal.addEventListener('abort', cancel);
    if (job.signal.aborted) cancel();
    child.stdout.on('data', (chunk: Buffer) => stdout.write(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      stderr.write(chunk);
      evidence.write(chunk);
    });
    // Processes that it left running hold its output open.
    child.once('exit', () => end());
    child.once('error', (error) => stderr.write(Buffer.from(`${program}: ${error.message}\n`)));
    child.once('close', (code, signal) => {
      clearTimeout(clock);
      clearInterval(looks);
      job.signal.removeEventListener('abort', cancel);
      for (const output of [stdout, stderr, evidence]) output.end();
      const verdict = classify({
        breach,
        status: signal === null ? (code ?? 127) : 128 + constants.signals[signal],
        stderrTail: evidence.text(),
        largestFileBytes: 0,
        limits,
      });
      resolve({
        ...verdict,
        ...{ stdout: stdout.text(), stderr: stderr.text() },
        droppedOutputBytes: stdout.droppedBytes() + stderr.droppedBytes(),
        wallTimeMs: Math.round(performance.now() - begunAt),
        ...{ ...usage, diskBytes: 0 },
      });
    });
  });

/**
 * Runs a job without a sandbox: it has the rights of this program, and only wall time and output are limited. Used only
 * when a person requests it by name, and for measuring the cost of a sandbox.
 */
export const createBareProcess = ({ python }: { readonly python: string }): Sandbox => ({
  name: 'none (the code ran with the rights of the program)',
  run: (job) => run(python, job),
});
