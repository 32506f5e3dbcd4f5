import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { SandboxJob } from '../../../ports/sandbox.ts';

/** Marks a container as created by this program; containers without it are never touched. */
export const ourLabel = 'ai-scientist-sandbox';
const ownerLabel = 'ai-scientist-owner';
const runLabel = 'ai-scientist-run';
const taskLabel = 'ai-scientist-task';
const userLabel = 'ai-scientist-user';
const gpuLabel = 'ai-scientist-gpu';

/** Returns a process's start in clock ticks since boot (field 22 of proc(5)); '' without /proc or such a process. */
const startOf = (id: number | string): string => {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
};

/** The machine id, which is unique, unlike host names; '' where there is none. */
const machineId = (): string => {
  try {
    return readFileSync('/etc/machine-id', 'latin1').trim();
  } catch {
    return '';
  }
};

const thisMachine = `${hostname()}.${machineId()}`;

/** Identifies this process by machine, id and start time, so that a reused id never matches. */
export const thisOwner = (): string => `${thisMachine}/${process.pid}/${startOf('self')}`;

const isRunning = (id: number): boolean => {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};

/** Returns undefined for an owner on another machine, whose state is unknown. */
export const isAlive = (owner: string): boolean | undefined => {
  const [host, id, start] = owner.split('/');
  if (host !== thisMachine) return undefined;
  return isRunning(Number(id)) && startOf(Number(id)) === start;
};

export const labelsOf = (job: Pick<SandboxJob, 'label'>, userId: number, gpu?: string): Record<string, string> => ({
  [ourLabel]: '1',
  [ownerLabel]: thisOwner(),
  [userLabel]: String(userId),
  ...(gpu !== undefined && { [gpuLabel]: gpu }),
  ...(job.label && { [runLabel]: job.label.run, [taskLabel]: job.label.task }),
});

export type OurContainer = {
  readonly owner: string;
  readonly userId: number;
  /** Id of its GPU. */
  readonly gpu: string | undefined;
  readonly run: string | undefined;
  readonly task: string | undefined;
};

/** Returns undefined for another program's container. */
export const readLabels = (labels: Readonly<Record<string, string>>): OurContainer | undefined =>
  labels[ourLabel] === undefined
    ? undefined
    : {
        owner: labels[ownerLabel] ?? '',
        userId: Number(labels[userLabel]),
        gpu: labels[gpuLabel],
        run: labels[runLabel],
        task: labels[taskLabel],
      };

/**
 * Derives a unique name for a task's job, so that the engine refuses a second container: the second of two workers with
 * the same task continues with the first one's container. Undefined for a job without a label, which is never shared.
 */
export const containerName = (
  { label, command, limits, environment }: Pick<SandboxJob, 'label' | 'command' | 'limits' | 'environment'>,
  image: string,
): string | undefined => {
  if (label === undefined) return undefined;
  const job = JSON.stringify([label.run, label.task, command, limits, environment ?? {}, image]);
  return `ai-scientist-${createHash('sha256').update(job).digest('hex').slice(0, 24)}`;
};
