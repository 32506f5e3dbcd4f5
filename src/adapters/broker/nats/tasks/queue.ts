import { checkId } from '../../../../events/id.ts';
import type { Task, TaskQueue, TaskSelection } from '../../../../ports/tasks.ts';
import type { Connection } from '../connection.ts';
import { isNoResponders, isRefusedAppend } from '../errors.ts';
import { checkToken } from '../streams.ts';
import { type Handler, TaskConsumer } from './consumer.ts';
import { ensureTasksStream, tasksStream } from './stream.ts';

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

  async consume(selection: TaskSelection, concurrency: number, signal: AbortSignal, handle: Handler): Promise<void> {
    checkToken(selection.kind);
    checkToken(selection.run);
    await new TaskConsumer(this.#connection, selection, concurrency, signal, handle).run();
  }

  /** Requires the right to purge, which only the keeper has on the embedded server. */
  async clear(run: string): Promise<void> {
    const filter = `${this.#connection.namespace}.task.*.${checkToken(run)}.>`;
    await this.#connection.request('tasks', ({ manager }) =>
      manager.streams.purge(tasksStream(this.#connection.namespace), { filter }),
    );
  }
}
