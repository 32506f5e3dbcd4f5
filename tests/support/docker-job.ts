import type { SandboxJob } from '../../src/ports/sandbox.ts';
import { smallLimits } from './sandbox-job.ts';

/** Prints something unique to this execution, and runs long enough to be abandoned and found again. */
const code = `import os, time
print("token", os.urandom(8).hex(), flush=True)
open("token", "w").write("kept")
for step in range(40): time.sleep(0.1)
print("progress 1.0", flush=True)`;

export const longJob = (workspace: string, task: string | undefined, onLine: (line: string) => void): SandboxJob => ({
  command: ['python', '-c', code],
  workspace,
  limits: smallLimits,
  signal: new AbortController().signal,
  onLine: (_stream, line) => onLine(line),
  ...(task !== undefined && { label: { run: 'run-1', task } }),
});
