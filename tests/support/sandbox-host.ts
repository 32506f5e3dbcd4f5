/** A program that runs a job in a sandbox, for tests that kill it: <python> <workspace> <marker>. */
import { createBubblewrapSandbox } from '../../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { smallLimits } from './sandbox-job.ts';

const [python = 'python3', workspace = '.', marker = ''] = process.argv.slice(2);

const code = `import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _ in range(2):
  if os.fork() == 0:
    os.setsid()
    if os.fork() == 0: time.sleep(60)
    os._exit(0)
print("begun", flush=True)
time.sleep(60)`;

const result = await createBubblewrapSandbox({ python }).run({
  command: ['python', '-c', code, marker],
  workspace,
  limits: smallLimits,
  signal: new AbortController().signal,
  onLine: (_stream, line) => console.log(line),
});
console.log(JSON.stringify(result));
