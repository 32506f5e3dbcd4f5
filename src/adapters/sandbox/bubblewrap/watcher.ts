import type { SandboxLimits } from '../../../ports/sandbox.ts';
import { type Breach, diskBreach, memoryBreach, processesBreach, tasksBreach } from '../breaches.ts';
import { taskCeiling } from '../ceilings.ts';
import { descriptorsInFlight, deviceUsedBytes, folderSize, removedOpenBytes, temporaryFoldersBytes } from './disk.ts';
import { machineIsShortOfMemory, proportionalBytes, residentBytes } from './memory.ts';
import { familyOf, ticksToMilliseconds } from './processes.ts';

/** The highest figures seen; processor time is as of the last look, at most one interval old. */
export type Usage = {
  peakMemoryBytes: number;
  cpuTimeMs: number;
  diskBytes: number;
  largestFileBytes: number;
};

export type Watched = {
  /** Our child, the outer `bwrap`. */
  readonly boxId: number;
  /** First process of the box's PID namespace, as this machine numbers it. */
  readonly initId: number;
  readonly workspace: string;
  readonly limits: SandboxLimits;
};

const processIntervalMs = 50;
const diskIntervalMs = 200;
/** A look may take at most this part of the time, however large the machine or the folder ... */
const share = 0.1;
/** ... unless the next one would come later than this: on a busy machine one slow look must not blind the watch. */
const longestPauseMs = 3000;
/** `bwrap` itself: one process outside and one inside the box, which the kernel may count too. */
const ownProcesses = 2;

const breachOf = (watched: Watched, usage: Usage, temporaryBytes: number): Breach | undefined => {
  const { limits } = watched;
  const family = familyOf(watched.boxId);
  const cpuTicks = family.reduce((sum, member) => sum + member.cpuTicks, 0);
  usage.cpuTimeMs = Math.max(usage.cpuTimeMs, ticksToMilliseconds(cpuTicks));

  const processes = family.length - ownProcesses;
  const tasks = family.reduce((sum, { threads }) => sum + threads, 0) - ownProcesses;
  if (processes > limits.processes) return processesBreach(processes, limits);
  if (tasks >= taskCeiling(limits) - ownProcesses) return tasksBreach(tasks, limits);

  let memoryBytes = residentBytes(family) + temporaryBytes;
  if (memoryBytes > limits.memoryBytes) memoryBytes = proportionalBytes(family, temporaryBytes);
  usage.peakMemoryBytes = Math.max(usage.peakMemoryBytes, memoryBytes);
  if (memoryBytes > limits.memoryBytes) return memoryBreach(memoryBytes, limits);
  if (machineIsShortOfMemory()) {
    return { reason: 'out_of_memory', explanation: 'the machine itself has almost no memory left' };
  }
  return undefined;
};

/** Looks at the box until stopped; calls `onBreach` for each limit found passed. Resolves once no look is under way. */
export const watch = (watched: Watched, usage: Usage, onBreach: (breach: Breach) => void) => {
  const stopping = new AbortController();
  let temporaryBytes = 0;
  /** Of the device when the watch began, less what the job's folder held then. */
  let othersBytes: number | undefined;

  /**
   * What the device has gained beyond what is counted, while descriptors are in flight: then the job can hold files that
   * nobody sees. Other programs write to the device too, so without such descriptors nothing is laid to the job's account.
   */
  const unseenBytes = async (countedBytes: number): Promise<number> => {
    const usedBytes = await deviceUsedBytes(watched.workspace);
    othersBytes ??= usedBytes - countedBytes;
    if ((await descriptorsInFlight(familyOf(watched.boxId))) === 0) return 0;
    return Math.max(0, usedBytes - othersBytes - countedBytes);
  };

  const repeat = async (intervalMs: number, look: () => Promise<Breach | undefined>): Promise<void> => {
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      const breach = await look();
      if (breach !== undefined && !stopping.signal.aborted) onBreach(breach);
      await pause(Math.max(intervalMs, Math.min(longestPauseMs, (performance.now() - begun) / share)), stopping.signal);
    }
  };

  const lookAtProcesses = async () => breachOf(watched, usage, temporaryBytes);
  const lookAtDisk = async () => {
    temporaryBytes = await temporaryFoldersBytes(watched.initId);
    const removedBytes = await removedOpenBytes(familyOf(watched.boxId), watched.workspace);
    const folder = await folderSize(watched.workspace, watched.limits.diskBytes);
    const unseen = await unseenBytes(folder.bytes + removedBytes);
    const bytes = folder.bytes + removedBytes + unseen + temporaryBytes;
    usage.diskBytes = Math.max(usage.diskBytes, bytes);
    usage.largestFileBytes = Math.max(usage.largestFileBytes, folder.largestFileBytes);
    return bytes > watched.limits.diskBytes ? diskBreach(bytes, watched.limits) : undefined;
  };

  const looks = Promise.all([repeat(processIntervalMs, lookAtProcesses), repeat(diskIntervalMs, lookAtDisk)]);
  return {
    async stop(): Promise<void> {
      stopping.abort();
      await looks;
    },
  };
};

const pause = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
