import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Each benchmark runs in its own process, so that none warms up or slows another. */
for (const name of ['log', 'replay', 'caching', 'sandbox', 'start-up', 'folder', 'storage', 'start']) {
  const { status } = spawnSync(process.execPath, [fileURLToPath(new URL(`${name}.ts`, import.meta.url))], {
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
  console.log();
}
