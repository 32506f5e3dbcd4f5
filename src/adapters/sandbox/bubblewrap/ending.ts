import { sampleProcess } from './processes.ts';

/** Identifies a process by id and start time, so that a reused id never matches. */
export type ProcessHandle = { readonly id: number; readonly startTicks: number };

export const handleOf = (id: number): ProcessHandle | undefined => {
  const sample = sampleProcess(id);
  return sample && { id, startTicks: sample.startTicks };
};

export const isAlive = ({ id, startTicks }: ProcessHandle): boolean => {
  const sample = sampleProcess(id);
  return sample !== undefined && sample.startTicks === startTicks && sample.state !== 'Z' && sample.state !== 'X';
};

/**
 * Kills the first process of a PID namespace and returns when it has ended. The kernel ends it only after all other
 * processes of the namespace, regardless of their sessions and ignored signals.
 */
export const endNamespace = async (init: ProcessHandle): Promise<void> => {
  for (let delayMs = 1; isAlive(init); delayMs = Math.min(50, delayMs * 2)) {
    try {
      process.kill(init.id, 'SIGKILL');
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, delayMs));
  }
};
