import { EventEmitter, once } from 'node:events';
import { checkId } from '../../../events/id.ts';
import type { Delivery, Task, TaskQueue, TaskSelection } from '../../../ports/tasks.ts';

const leaseMs = 10_000;
const failedHandlerDelayMs = 1_000;

type Waiting = { readonly task: Task; dueAtMs: number; timer?: NodeJS.Timeout };

/** A lease is a due time in the future: a task not acknowledged by then is redelivered. */
export class MemoryTaskQueue implements TaskQueue {
  readonly #waiting = new Map<string, Waiting>();
  readonly #changes = new EventEmitter().setMaxListeners(0);

  async publish(task: Task): Promise<'published' | 'present'> {
    const key = `${checkId(task.kind)}/${checkId(task.run)}/${checkId(task.id)}`;
    if (this.#waiting.has(key)) return 'present';
    this.#waiting.set(key, { task: structuredClone(task), dueAtMs: 0 });
    this.#changes.emit('change');
    return 'published';
  }

  async consume(
    selection: TaskSelection,
    concurrency: number,
    signal: AbortSignal,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void> {
    const running = new Set<Promise<void>>();
    while (!signal.aborted) {
      const next = running.size < concurrency ? this.#take(selection) : undefined;
      if (next === undefined) {
        await once(this.#changes, 'change', { signal }).catch(() => {});
        continue;
      }
      const delivery = this.#deliver(...next);
      const work = handle(delivery).catch(() => delivery.release(failedHandlerDelayMs));
      running.add(work);
      work.finally(() => {
        running.delete(work);
        this.#changes.emit('change');
      });
    }
    await Promise.all(running);
  }

  async clear(run: string): Promise<void> {
    for (const [key, { task, timer }] of this.#waiting) {
      if (task.run !== run) continue;
      clearTimeout(timer);
      this.#waiting.delete(key);
    }
  }

  #take({ run, kind }: TaskSelection): [string, Waiting] | undefined {
    const now = performance.now();
    return [...this.#waiting].find(([, { task, dueAtMs }]) => task.run === run && task.kind === kind && dueAtMs <= now);
  }

  #deliver(key: string, waiting: Waiting): Delivery {
    this.#lease(waiting, leaseMs);
    return {
      task: structuredClone(waiting.task),
      working: () => this.#lease(waiting, leaseMs),
      acknowledge: async () => {
        clearTimeout(waiting.timer);
        if (this.#waiting.get(key) === waiting) this.#waiting.delete(key);
      },
      release: async (delayMs) => this.#lease(waiting, delayMs),
    };
  }

  #lease(waiting: Waiting, delayMs: number): void {
    clearTimeout(waiting.timer);
    waiting.dueAtMs = performance.now() + delayMs;
    waiting.timer = setTimeout(() => {
      waiting.dueAtMs = 0;
      this.#changes.emit('change');
    }, delayMs);
    if (delayMs >= leaseMs) waiting.timer.unref();
  }
}
