import type { SandboxLimits } from '../../../ports/sandbox.ts';
import { type Breach, diskBreach, memoryBreach, processesBreach, tasksBreach } from '../breaches.ts';
import { taskCeiling } from '../ceilings.ts';
import { descriptorsInFlight, deviceUsedBytes, folderSize, removedOpenBytes, temporaryFoldersBytes } from './disk.ts';
import { machineIsShortOfMemory, proportionalBytes, residentBytes } from './memory.ts';
import { familyOf, ticksToMilliseconds } from './processes.ts';

/** The highest measured figures; processor time is from the last measurement, at most one interval old. */
export type Usage = {
  peakMemoryBytes: number;
  cpuTimeMs: number;
  diskBytes: number;
  largestFileBytes: number;
};

export type Watched = {
  /** Our child process, the outer `bwrap`. */
  readonly boxId: number;
  /** First process of the box's PID namespace, by its id outside. */
  readonly initId: number;
  readonly workspace: string;
  readonly limits: SandboxLimits;
};

const processIntervalMs = 50;
const diskIntervalMs = 200;
/** Maximum share of time for measuring, regardless of the size of the machine or the folder. */
const share = 0.1;
/** Maximum pause, even above that share: on a busy machine one slow measurement must not suspend the watch. */
const longestPauseMs = 3000;
/** Processes of `bwrap` itself, one outside and one inside the box, which the kernel may count. */
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

/** Measures the box until stopped; calls `onBreach` for each exceeded limit. Resolves when no measurement is in progress. */
export const watch = (watched: Watched, usage: Usage, onBreach: (breach: Breach) => void) => {
  const stopping = new AbortController();
  let temporaryBytes = 0;
  /** Used space of the device at the start of the watch, without the job's folder. */
  let othersBytes: number | undefined;

  /**
   * Returns the device's uncounted growth while descriptors are in flight, because the job can then hold invisible files.
   * Without such descriptors nothing is attributed to the job, because other programs write to the device, too.
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
