/** Work that reaches outside, as the queue carries it. */
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
  /** Renews the lease (10 s); call it every 2 s. */
  working(): void;
  /** Removes the task from the queue; returns when the server has confirmed it. */
  acknowledge(): Promise<void>;
  /** Gives the task back, to be delivered again after the delay. */
  release(delayMs: number): Promise<void>;
};

/** The tasks of one kind in one run: runs are kept apart, because each has its own models and limits. */
export type TaskSelection = { readonly run: string; readonly kind: string };

/** A cache of what is outstanding; the truth is in the log. Delivers at least once. */
export interface TaskQueue {
  /** At most one message per task id waits at a time. */
  publish(task: Task): Promise<'published' | 'present'>;
  /** Hands out the selected tasks, at most `concurrency` at a time, until the signal; then returns once the handlers have. */
  consume(
    selection: TaskSelection,
    concurrency: number,
    signal: AbortSignal,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void>;
  /** Removes the waiting tasks of a run; for a run that is being deleted. */
  clear(run: string): Promise<void>;
}
