import type { Outcome } from '../events/outcome.ts';
import type { Bound } from '../events/projections/cost.ts';
import type { Given, Read, TaskDefinition } from '../events/vocabulary/definition.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Telemetry } from '../ports/live.ts';
import type { Task } from '../ports/tasks.ts';

export type Performing = {
  readonly task: Task;
  readonly attempt: number;
  /** Aborted when the task's scope is cancelled or the worker stops. */
  readonly signal: AbortSignal;
  readonly blobs: Blobs;
  readonly report: (what: Telemetry['what'], text: string) => void;
};

/** Does one kind of task. It never appends: what it returns is recorded, success or failure. */
export type Performer<Task extends TaskDefinition = TaskDefinition> = {
  readonly task: Task;
  /** How many at once in one worker. */
  readonly concurrency: number;
  /**
   * Deliveries that end without a result before the task is recorded as failed. A stop by request counts too, so it is
   * generous where an attempt costs no money.
   */
  readonly attempts: number;
  /** What one attempt can cost at most; absent when it costs no money. It is reserved before the attempt begins. */
  bound?(input: Read<Task['input']>): Bound;
  /** Called with an input that the task's schema accepts. */
  perform(input: Read<Task['input']>, performing: Performing): Promise<Outcome<Given<Task['value']>>>;
};
