import type Docker from 'dockerode';
import type { SandboxJob, SandboxLimits } from '../../../ports/sandbox.ts';
import { dataCeilingBytes, openFilesCeiling, taskCeiling, temporaryBytes } from '../ceilings.ts';
import { cleanEnvironment } from '../environment.ts';
import type { Gpu } from './gpus.ts';

export const workspaceInside = '/workspace';

/** The settings of a container besides the job itself. */
export type Equipment = {
  /** Ids of the engine's GPUs for jobs, one job at a time each; none by default. */
  readonly gpus: readonly string[];
  readonly image: string;
  /** The text of `sandbox/supervisor.py`. */
  readonly supervisor: string;
  /** The text of `sandbox/seccomp.json`. */
  readonly seccomp: string;
};

/** Maximum number of files and folders in a workspace, against jobs that create millions of empty ones. */
export const maximumFiles = 200_000;

/** Minimum free space on the engine's disk, regardless of who fills it. */
const freeDiskBytes = 512 * 1024 ** 2;

/** Grace period after which the supervisor ends a job itself, when no process of ours is left to do so. */
const patienceMs = 15_000;

/** Extra memory for the supervisor and its buffered output; above it, the kernel kills the largest process. */
const supervisorBytes = ({ outputBytes }: SandboxLimits): number => 64 * 1024 ** 2 + 4 * outputBytes;

/** Extra processes: the supervisor, the runtime's own, and room to detect a breach before the hard limit. */
const spareTasks = 8;

/**
 * The supervisor's capabilities, for changing the workspace's owner and switching to that user, and for ending the user's
 * processes and measuring the user's files. It keeps the last three while the job runs. The job has none.
 */
const supervisorCapabilities = ['CHOWN', 'SETUID', 'SETGID', 'SETPCAP', 'KILL', 'DAC_READ_SEARCH', 'SYS_PTRACE'];

const withInterpreter = ([program = 'true', ...rest]: readonly string[]): string[] => [
  program === 'python' ? 'python3' : program,
  ...rest,
];

const jobSettings = (job: Pick<SandboxJob, 'command' | 'limits' | 'environment'>, userId: number) => ({
  command: withInterpreter(job.command),
  limits: job.limits,
  userId,
  environment: {
    ...cleanEnvironment(['/opt/sandbox/bin']),
    ...job.environment,
  },
  resourceLimits: {
    RLIMIT_FSIZE: job.limits.fileSizeBytes,
    RLIMIT_DATA: dataCeilingBytes(job.limits),
    RLIMIT_NOFILE: openFilesCeiling,
    RLIMIT_CORE: 0,
  },
  taskCeiling: taskCeiling(job.limits),
  maximumFiles,
  freeDiskBytes,
  deadlineMs: job.limits.wallTimeMs + patienceMs,
});

/** Lists everything that a job can access. The workspace is a separate volume, which is removed with the container. */
export const containerOptions = (
  job: Pick<SandboxJob, 'command' | 'limits' | 'environment'>,
  userId: number,
  labels: Readonly<Record<string, string>>,
  equipment: Pick<Equipment, 'image' | 'supervisor' | 'seccomp'>,
  gpu?: Gpu,
): Docker.ContainerCreateOptions => {
  const { limits } = job;
  const settings = jobSettings(job, userId);
  const memory = limits.memoryBytes + supervisorBytes(limits);
  return {
    Image: equipment.image,
    Entrypoint: ['/usr/bin/python3', '-I', '-S', '-c', equipment.supervisor, JSON.stringify(settings)],
    Cmd: [],
    Env: [],
    User: '0:0',
    WorkingDir: '/',
    Hostname: 'sandbox',
    Labels: labels,
    AttachStdin: false,
    OpenStdin: false,
    NetworkDisabled: true,
    Volumes: { [workspaceInside]: {} },
    StopSignal: 'SIGTERM',
    Healthcheck: { Test: ['NONE'] },
    HostConfig: {
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: supervisorCapabilities,
      SecurityOpt: ['no-new-privileges:true', `seccomp=${equipment.seccomp}`],
      NetworkMode: 'none',
      IpcMode: 'private',
      PidMode: '',
      Memory: memory,
      MemorySwap: memory,
      PidsLimit: taskCeiling(limits) + spareTasks,
      ShmSize: temporaryBytes(limits),
      Tmpfs: { '/tmp': `rw,exec,nosuid,nodev,mode=1777,size=${temporaryBytes(limits)}` },
      ...(gpu !== undefined && {
        DeviceRequests: [{ Driver: 'nvidia', DeviceIDs: [gpu.id], Capabilities: [['gpu']] }],
        Mounts: [{ Type: 'volume' as const, Source: gpu.volume, Target: '/run/gpu', ReadOnly: true }],
      }),
      ...(limits.cpus !== undefined && { NanoCpus: Math.round(limits.cpus * 1e9) }),
      // The supervisor bounds its output, and a redelivered task reads it from the beginning.
      LogConfig: { Type: 'json-file', Config: { 'max-size': '4g', 'max-file': '1' } },
      RestartPolicy: { Name: '' },
      AutoRemove: false,
      Init: false,
      Privileged: false,
    },
  };
};
