import type { Outcome } from '../events/outcome.ts';
import type { Bound } from '../events/projections/cost.ts';
import type { Given, Read, TaskDefinition } from '../events/vocabulary/definition.ts';
import type { Blobs } from '../ports/blobs.ts';
import type { Telemetry } from '../ports/live.ts';
import type { Task } from '../ports/tasks.ts';

export type Performing = {
  readonly task: Task;
  readonly attempt: number;
  /** Aborts when the task's scope is cancelled or the worker stops. */
  readonly signal: AbortSignal;
  readonly blobs: Blobs;
  readonly report: (what: Telemetry['what'], text: string) => void;
};

/** Performs one kind of task. It never appends: the worker records the outcome that it returns. */
export type Performer<Task extends TaskDefinition = TaskDefinition> = {
  readonly task: Task;
  /** The number of tasks at once in one worker. */
  readonly concurrency: number;
  /**
   * Deliveries without a result after which the task is recorded as failed. A requested stop counts too, so the number
   * is generous where an attempt costs no money.
   */
  readonly attempts: number;
  /** The maximum cost of one attempt, reserved before it begins; absent when it costs no money. */
  bound?(input: Read<Task['input']>): Bound;
  /** Called with an input that the task's schema has accepted. */
  perform(input: Read<Task['input']>, performing: Performing): Promise<Outcome<Given<Task['value']>>>;
};
