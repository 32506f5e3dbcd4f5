/** Progress inside a running task; never stored, may be lost. */
export type Telemetry = {
  readonly run: string;
  readonly taskId: string;
  readonly what: 'delta' | 'stdout' | 'stderr' | 'progress' | 'usage';
  /** A piece of text or a line; for progress, a fraction from 0 to 1 as text; for usage, a `SandboxUse` as JSON. */
  readonly text: string;
};

export interface Live {
  publish(telemetry: Telemetry): void;
  watch(run: string, signal: AbortSignal): AsyncIterable<Telemetry>;
}
