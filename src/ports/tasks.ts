/** A queued request for work with side effects. */
export type Task = {
  readonly run: string;
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly scope: string;
  readonly role: string;
  readonly causationid: string;
  readonly input: unknown;
};

export type Delivery = {
  readonly task: Task;
  /** Renews the lease of 10 s; call it every 2 s. */
  working(): void;
  /** Removes the task from the queue; resolves when the server has confirmed it. */
  acknowledge(): Promise<void>;
  /** Releases the task for redelivery after the delay. */
  release(delayMs: number): Promise<void>;
};

/** The tasks of one kind in one run; runs are separate, because each has its own models and limits. */
export type TaskSelection = { readonly run: string; readonly kind: string };

/** A cache of outstanding tasks with at-least-once delivery; the log is authoritative. */
export interface TaskQueue {
  /** Queues a task; deduplicates by task id while one waits. */
  publish(task: Task): Promise<'published' | 'present'>;
  /** Delivers the selected tasks, at most `concurrency` at a time, until the signal aborts; then awaits the handlers. */
  consume(
    selection: TaskSelection,
    concurrency: number,
    signal: AbortSignal,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void>;
  /** Removes a run's waiting tasks, for deleting the run. */
  clear(run: string): Promise<void>;
}
