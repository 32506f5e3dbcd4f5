import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../bin/ai-scientist', import.meta.url));

/** CPU milliseconds of a command and the processes that it waited for. */
export const cpuOf = (command: readonly string[], home: string): number => {
  const { NATS_URL: _, ...inherited } = process.env;
  const { stderr, status } = spawnSync('bash', ['-c', 'time "$@" >/dev/null', 'bash', ...command], {
    env: { ...inherited, AI_SCIENTIST_HOME: home, TIMEFORMAT: '%3U %3S' },
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${command.join(' ')} failed: ${stderr}`);
  const [user, system] = (stderr.trimEnd().split('\n').at(-1) ?? '').split(' ').map(Number);
  return 1000 * ((user ?? Number.NaN) + (system ?? Number.NaN));
};
