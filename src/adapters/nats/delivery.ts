import { type Msg, nanos } from 'nats';
import type { Delivery, Task } from '../../ports/tasks.ts';
import type { Connection } from './connection.ts';
import { isNoResponders, isOneOf, jetStream } from './errors.ts';
import { tasksStream } from './tasks-stream.ts';

/** From the reply subject `$JS.ACK.<stream>.<consumer>.<deliveries>.<sequence>.…`, which newer servers lengthen by two. */
const sequenceOf = (reply: string): number => {
  const tokens = reply.split('.');
  return Number(tokens[tokens.length > 9 ? 7 : 5]);
};

/** Answers travel on the newest link, so that a task may outlive the connection that brought it. */
export class NatsDelivery implements Delivery {
  readonly task: Task;
  readonly #connection: Connection;
  readonly #reply: string;

  constructor(connection: Connection, message: Msg) {
    this.#connection = connection;
    this.#reply = message.reply ?? '';
    this.task = message.json<Task>();
  }

  working(): void {
    this.#connection.link().then(
      ({ connection }) => connection.isClosed() || connection.publish(this.#reply, '+WPI'),
      () => {},
    );
  }

  async acknowledge(): Promise<void> {
    await this.#connection.request('tasks', async ({ connection, manager }) => {
      try {
        await connection.request(this.#reply, '+ACK', { timeout: 1_000 });
      } catch (error) {
        if (!isNoResponders(error)) throw error;
        await this.#remove(() =>
          manager.streams.deleteMessage(tasksStream(this.#connection.namespace), sequenceOf(this.#reply), false),
        );
      }
    });
  }

  async release(delayMs: number): Promise<void> {
    const answer = `-NAK ${JSON.stringify({ delay: nanos(Math.max(1, delayMs)) })}`;
    await this.#connection.request('tasks', async ({ connection }) => {
      try {
        await connection.request(this.#reply, answer, { timeout: 1_000 });
      } catch (error) {
        if (!isNoResponders(error)) throw error;
      }
    });
  }

  /** For a consumer recreated meanwhile: nobody takes its acknowledgements, and the stored task is what counts. */
  async #remove(deleteStored: () => Promise<boolean>): Promise<void> {
    try {
      await deleteStored();
    } catch (error) {
      if (!isOneOf(error, jetStream.messageNotFound, jetStream.messageDeleteFailed)) throw error;
    }
  }
}
