import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from 'nats';
import { checkId } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Delivery, Task, TaskQueue, TaskSelection } from '../../ports/tasks.ts';
import type { Connection } from './connection.ts';
import { NatsDelivery } from './delivery.ts';
import { isNoResponders, isOneOf, isRefusedAppend, jetStream } from './errors.ts';
import { checkToken } from './streams.ts';
import { TaskSession } from './task-session.ts';
import { countHiddenTasks, ensureTasksStream, recreateConsumer, tasksStream } from './tasks-stream.ts';

const retryDelayMs = 100;
const failedHandlerDelayMs = 1_000;
const hiddenCheckIntervalMs = 2_000;

export class NatsTaskQueue implements TaskQueue {
  readonly #connection: Connection;
  readonly #replicas: number;

  constructor(connection: Connection, replicas: number) {
    this.#connection = connection;
    this.#replicas = replicas;
  }

  async publish(task: Task): Promise<'published' | 'present'> {
    const { namespace } = this.#connection;
    const subject = `${namespace}.task.${checkToken(task.kind)}.${checkToken(task.run)}.${checkId(task.id)}`;
    const bytes = Buffer.from(JSON.stringify(task));
    return this.#connection.request('tasks', async ({ jetStream: client }) => {
      try {
        await client.publish(subject, bytes);
        return 'published';
      } catch (error) {
        if (isRefusedAppend(error)) return 'present';
        if (isNoResponders(error)) await ensureTasksStream(this.#connection, this.#replicas);
        throw error;
      }
    });
  }

  async consume(
    selection: TaskSelection,
    concurrency: number,
    signal: AbortSignal,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void> {
    const running = new Set<Promise<void>>();
    const start = (message: Msg): void => {
      const delivery = this.#unpack(message);
      if (delivery === undefined) return;
      const mayStart = !signal.aborted && running.size < concurrency;
      const work = mayStart ? this.#perform(delivery, handle) : this.#giveBack(delivery, 0);
      running.add(work);
      work.finally(() => {
        running.delete(work);
        session.wake();
      });
    };
    const session = new TaskSession(this.#connection, selection, {
      free: () => (signal.aborted ? 0 : concurrency - running.size),
      start,
    });
    signal.addEventListener('abort', () => session.wake(), { once: true });
    const guard = this.#guard(selection, signal, () => running.size === 0);
    guard.catch(() => {});
    while (!signal.aborted) {
      await session
        .run(signal)
        .catch((error: unknown) => this.#rethrowClosed(error, `consuming ${selection.kind} tasks`));
      await sleep(retryDelayMs, undefined, { signal }).catch(() => {});
    }
    await Promise.all([...running, guard]);
  }

  async clear(run: string): Promise<void> {
    const filter = `${this.#connection.namespace}.task.*.${checkToken(run)}.>`;
    await this.#connection.request('tasks', ({ manager }) =>
      manager.streams.purge(tasksStream(this.#connection.namespace), { filter }),
    );
  }

  #unpack(message: Msg): NatsDelivery | undefined {
    try {
      return new NatsDelivery(this.#connection, message);
    } catch (error) {
      this.#connection.report(`removed a task that is not JSON: ${message.subject}`, error);
      message.respond('+TERM');
      return undefined;
    }
  }

  async #perform(delivery: Delivery, handle: (delivery: Delivery) => Promise<void>): Promise<void> {
    try {
      await handle(delivery);
    } catch (error) {
      this.#connection.report(`the handler of task ${delivery.task.id} threw; the task is tried again`, error);
      await this.#giveBack(delivery, failedHandlerDelayMs);
    }
  }

  /** A release that cannot be sent is made by the lease's end. */
  async #giveBack(delivery: Delivery, delayMs: number): Promise<void> {
    await delivery.release(delayMs).catch((error: unknown) => {
      this.#connection.report(`task ${delivery.task.id} was not given back; its lease will end`, error);
    });
  }

  /** A kill just after the acknowledgement that empties the queue can hide later tasks from their consumer (seen with 2.10.27). */
  async #guard(selection: TaskSelection, signal: AbortSignal, isIdle: () => boolean): Promise<void> {
    let seenHidden = 0;
    while (!signal.aborted) {
      try {
        seenHidden = isIdle() && (await countHiddenTasks(this.#connection, selection)) > 0 ? seenHidden + 1 : 0;
        if (seenHidden >= 2) await recreateConsumer(this.#connection, selection);
      } catch (error) {
        if (!isOneOf(error, jetStream.consumerNotFound, jetStream.streamNotFound)) {
          this.#rethrowClosed(error, `checking the ${selection.kind} queue`);
        }
      }
      await sleep(hiddenCheckIntervalMs, undefined, { signal, ref: false }).catch(() => {});
    }
  }

  #rethrowClosed(error: unknown, doing: string): void {
    if (error instanceof CodedError && error.code === 'nats.closed') throw error;
    this.#connection.report(`${doing} failed and is tried again`, error);
  }
}
