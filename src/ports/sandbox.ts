export type SandboxLimits = {
  readonly wallTimeMs: number;
  /** Resident memory of all processes together. */
  readonly memoryBytes: number;
  readonly processes: number;
  readonly fileSizeBytes: number;
  /** Everything in the workspace and the temporary folder together. */
  readonly diskBytes: number;
  /** Of stdout and stderr each; what is beyond is dropped and counted. */
  readonly outputBytes: number;
  /** Processors' worth of time, such as 1.5; all there are when absent. Held by containers alone. */
  readonly cpus?: number | undefined;
};

/** Why a job ended. Each limit has a reason of its own. */
export type SandboxReason =
  | 'completed'
  | 'crashed'
  | 'timed_out'
  | 'out_of_memory'
  | 'too_many_processes'
  | 'file_too_large'
  | 'over_disk_quota'
  | 'cancelled';

/** What a job uses while it runs; the highest so far for the disk, the present for memory. */
export type SandboxUse = {
  readonly wallTimeMs: number;
  readonly cpuTimeMs: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
};

export type SandboxJob = {
  /** The program and its arguments; `python` is the interpreter that the sandbox offers. */
  readonly command: readonly string[];
  /** Folder on this machine: the only place the job can write that outlives it. It is the working directory. */
  readonly workspace: string;
  readonly limits: SandboxLimits;
  /** Added to the clean environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Live, line by line. */
  readonly onLine: (stream: 'stdout' | 'stderr', line: string) => void;
  /** Live, about once a second, from sandboxes that measure it. */
  readonly onUse?: (use: SandboxUse) => void;
  /** It may use a graphics processor, where the sandbox has any: it then waits for one of its own. */
  readonly gpu?: boolean;
  /** For whom it runs. A sandbox whose jobs outlive the program then goes on with the job it finds under the same label. */
  readonly label?: { readonly run: string; readonly task: string };
};

export type SandboxResult = {
  readonly reason: SandboxReason;
  /** One line for a person, naming the limit and its value when one was hit. */
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
  /** What the job wrote and could not be brought into the folder on this machine; none when absent. */
  readonly leftBehind?: readonly { readonly path: string; readonly reason: string }[];
};

export interface Sandbox {
  /** As recorded with every experiment and printed in papers. */
  readonly name: string;
  /** What else identifies it, such as the digest of its image; recorded with the environment of experiments. */
  readonly identity?: Readonly<Record<string, string>>;
  /** Runs the job to its end; when it returns, nothing the job started is alive. Throws only CodedError('sandbox.unavailable'). */
  run(job: SandboxJob): Promise<SandboxResult>;
}
