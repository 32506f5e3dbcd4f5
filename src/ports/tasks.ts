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
  /** Renews the lease (30 s); call it at least every 5 s. */
  working(): void;
  /** Removes the task from the queue; returns when the server has confirmed it. */
  acknowledge(): Promise<void>;
  /** Gives the task back, to be delivered again after the delay. */
  release(delayMs: number): Promise<void>;
};

/** A cache of what is outstanding; the truth is in the log. Delivers at least once. */
export interface TaskQueue {
  /** At most one message per task id waits at a time. */
  publish(task: Task): Promise<'published' | 'present'>;
  /** Hands out tasks of one kind, at most `concurrency` at a time, until the signal; then returns once the handlers have. */
  consume(
    kind: string,
    concurrency: number,
    signal: AbortSignal,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void>;
  /** Removes the waiting tasks of a run; for a run that is being deleted. */
  clear(run: string): Promise<void>;
}
