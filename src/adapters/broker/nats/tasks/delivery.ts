import { type Msg, nanos } from 'nats';
import type { Delivery, Task } from '../../../../ports/tasks.ts';
import type { Connection } from '../connection.ts';
import type { Link } from '../dial.ts';
import { isNoResponders } from '../errors.ts';
import { ensureConsumer } from './stream.ts';

const answerTimeoutMs = 1_000;

/** Answers on the newest link, so that a task may outlive the connection that delivered it. */
export class NatsDelivery implements Delivery {
  readonly task: Task;
  readonly subject: string;
  readonly #connection: Connection;
  readonly #onStalled: (delivery: NatsDelivery) => void;
  #reply: string;

  /** `onStalled`: the server did not accept the acknowledgement, so adopt a newer delivery of the task. */
  constructor(connection: Connection, message: Msg, onStalled: (delivery: NatsDelivery) => void) {
    this.#connection = connection;
    this.#onStalled = onStalled;
    this.#reply = message.reply ?? '';
    this.subject = message.subject;
    this.task = message.json<Task>();
  }

  adopt(message: Msg): void {
    this.#reply = message.reply ?? '';
  }

  working(): void {
    this.#connection.link().then(
      ({ connection }) => connection.isClosed() || connection.publish(this.#reply, '+WPI'),
      () => {},
    );
  }

  /** A killed server may have forgotten the delivery, and some servers do not answer for unknown deliveries. */
  async acknowledge(): Promise<void> {
    await this.#connection.request('tasks', async (link) => {
      try {
        await this.#answer(link, '+ACK');
      } catch (error) {
        if (isNoResponders(error)) await ensureConsumer(this.#connection, this.task);
        if (!link.connection.isClosed()) this.#onStalled(this);
        throw error;
      }
    });
  }

  /** A delivery that the server has forgotten needs no release. */
  async release(delayMs: number): Promise<void> {
    const answer = `-NAK ${JSON.stringify({ delay: nanos(Math.max(1, delayMs)) })}`;
    await this.#connection.request('tasks', async (link) => {
      try {
        await this.#answer(link, answer);
      } catch (error) {
        if (link.connection.isClosed()) throw error;
      }
    });
  }

  async #answer({ connection }: Link, answer: string): Promise<void> {
    await connection.request(this.#reply, answer, { timeout: answerTimeoutMs });
  }
}
