import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Progress } from '../../events/projections/progress.ts';
import type { Broker } from '../../ports/broker.ts';

/** Identifies the machine's current boot; the same in all its containers. */
const bootId = async (): Promise<string> =>
  (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'boot')).slice(0, 8);

/** Host, boot, process and a random part, so that names are unique across containers and restarts. */
export const newWorkerName = async (): Promise<string> => {
  const host = hostname()
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 20);
  return `${host}-${await bootId()}-${process.pid}-${randomBytes(4).toString('hex')}`;
};

/** Run -> the workers that hold a lease on it. Throws CodedError('leases.unavailable'). */
export const workersByRun = async (broker: Broker): Promise<ReadonlyMap<string, readonly string[]>> => {
  const workers = new Map<string, string[]>();
  for (const { run, worker } of await broker.leases.list()) workers.set(run, [...(workers.get(run) ?? []), worker]);
  return workers;
};

export const workersOf = async (broker: Broker, run: string): Promise<readonly string[]> =>
  (await workersByRun(broker)).get(run) ?? [];

export type RunState = 'finished' | 'cancelled' | 'failed' | 'paused' | 'waiting' | 'running' | 'interrupted';

/** `isHeld`: a process holds a lease on the run. A run that waits for a person does so with a process or without. */
export const stateOfRun = (
  { status, outcome, isWaiting }: Pick<Progress, 'status' | 'outcome'> & { readonly isWaiting: boolean },
  isHeld: boolean,
): RunState => {
  if (status === 'finished') return outcome === 'cancelled' || outcome === 'failed' ? outcome : 'finished';
  if (status === 'paused') return 'paused';
  if (isWaiting) return 'waiting';
  return isHeld ? 'running' : 'interrupted';
};
