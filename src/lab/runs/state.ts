import type { Progress } from '../../events/projections/progress.ts';
import { millisecondsOf } from '../../events/time.ts';

const recentMs = 10_000;

export const isAlive = (worker: string): boolean => {
  const pid = Number(/^worker-(\d+)$/.exec(worker)?.[1]);
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};

/** A guess from outside: something was recorded just now, or a worker of this machine that holds a task is alive. */
export const seemsWorkedOn = (progress: Progress, now: string): boolean =>
  millisecondsOf(now) - millisecondsOf(progress.at) < recentMs ||
  progress.activities.some(({ worker }) => isAlive(worker));

export type RunState = 'finished' | 'cancelled' | 'failed' | 'paused' | 'running' | 'interrupted';

export const stateOfRun = (progress: Progress, now: string): RunState => {
  if (progress.status === 'finished')
    return progress.outcome === 'cancelled' || progress.outcome === 'failed' ? progress.outcome : 'finished';
  if (progress.status === 'paused') return 'paused';
  return seemsWorkedOn(progress, now) ? 'running' : 'interrupted';
};
