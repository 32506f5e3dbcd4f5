import { projectRoot } from '../src/adapters/machine/home.ts';
import { createBareProcess } from '../src/adapters/sandbox/bare/sandbox.ts';
import { createBubblewrapSandbox } from '../src/adapters/sandbox/bubblewrap/sandbox.ts';
import { createDockerSandbox } from '../src/adapters/sandbox/docker/sandbox.ts';
import type { Sandbox } from '../src/ports/sandbox.ts';
import { startEngine } from '../tests/support/docker-engine.ts';
import { runPython } from '../tests/support/sandbox-job.ts';

/** Overhead of each sandbox: the same small job, bare and in each, alternating so that the machine's load cancels out. */
const rounds = Number(process.argv[2] ?? 7);
const python = '/usr/bin/python3';
const code = 'print(sum(range(1_000_000)))';

const engine = await startEngine();
try {
  const sandboxes: readonly (readonly [string, Sandbox])[] = [
    ['bare process', createBareProcess({ python })],
    ['bubblewrap', createBubblewrapSandbox({ python })],
    ['docker', await createDockerSandbox({ ...engine, folder: `${projectRoot}/sandbox` })],
  ];
  const times = new Map(sandboxes.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, sandbox] of sandboxes) {
      const begun = performance.now();
      const { reason, explanation } = await runPython(sandbox, code);
      if (reason !== 'completed') throw new Error(`${name}: ${explanation}`);
      // The first round fills the caches.
      if (round > 0) times.get(name)?.push(performance.now() - begun);
    }
  }
  const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
  const bare = median(times.get('bare process') ?? []);
  for (const [name, taken] of times) {
    const best = Math.min(...taken);
    const over = median(taken) - bare;
    console.log(
      `${name.padEnd(14)} median ${median(taken).toFixed(0)} ms, best ${best.toFixed(0)} ms, over the bare process ${over.toFixed(0)} ms`,
    );
  }
} finally {
  await engine.stop();
}
