export type SandboxLimits = {
  readonly wallTimeMs: number;
  /** Total resident memory of all processes. */
  readonly memoryBytes: number;
  readonly processes: number;
  readonly fileSizeBytes: number;
  /** Total size of the workspace and the temporary folder. */
  readonly diskBytes: number;
  /** Bound on each of stdout and stderr; output beyond it is dropped and counted. */
  readonly outputBytes: number;
  /** Number of processors, such as 1.5; unlimited when absent. Only containers enforce it. */
  readonly cpus?: number | undefined;
};

/** Why a job ended. Each limit has its own reason. */
export type SandboxReason =
  | 'completed'
  | 'crashed'
  | 'timed_out'
  | 'out_of_memory'
  | 'too_many_processes'
  | 'file_too_large'
  | 'over_disk_quota'
  | 'cancelled';

/** A running job's resource use: peak for the disk, current for memory. */
export type SandboxUse = {
  readonly wallTimeMs: number;
  readonly cpuTimeMs: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
};

export type SandboxJob = {
  /** The program and its arguments; `python` is the sandbox's interpreter. */
  readonly command: readonly string[];
  /** Folder on this machine, used as the working directory: the only place whose contents outlive the job. */
  readonly workspace: string;
  readonly limits: SandboxLimits;
  /** Added to the clean environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Called live for each line. */
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Called about once a second by sandboxes that measure it. */
  readonly onUse?: (use: SandboxUse) => void;
  /** Allows a GPU where the sandbox has any: the job then waits for one of its own. */
  readonly gpu?: boolean;
  /** Identifies the job. A sandbox whose jobs outlive the program resumes the job with the same label. */
  readonly label?: { readonly run: string; readonly task: string };
};

export type SandboxResult = {
  readonly reason: SandboxReason;
  /** One line for a person; names the limit that was hit and its value. */
  readonly explanation: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly droppedOutputBytes: number;
  readonly wallTimeMs: number;
  readonly cpuTimeMs: number;
  readonly peakMemoryBytes: number;
  readonly diskBytes: number;
  /** Files that the job wrote but that could not be copied to the folder on this machine; none when absent. */
  readonly leftBehind?: readonly { readonly path: string; readonly reason: string }[];
};

export interface Sandbox {
  /** Recorded with every experiment and printed in papers. */
  readonly name: string;
  /** Further identification, such as the image's digest; recorded with the environment of experiments. */
  readonly identity?: Readonly<Record<string, string>>;
  /** Runs the job to its end; on return none of its processes is alive. Throws only CodedError('sandbox.unavailable'). */
  run(job: SandboxJob): Promise<SandboxResult>;
}
