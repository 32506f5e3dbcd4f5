import { createInbox, type Msg, nanos } from 'nats';
import type { TaskSelection } from '../../../../ports/tasks.ts';
import type { Connection } from '../connection.ts';
import type { Link } from '../dial.ts';
import { consumerName, ensureConsumer, tasksStream } from './stream.ts';

const pullExpiryMs = 2_000;
const pullLostMs = pullExpiryMs + 1_000;

export type Slots = {
  /** Returns how many more tasks may start now. */
  free(): number;
  /** Called once per delivered task, also while stopping. */
  start(message: Msg): void;
  isDone(): boolean;
};

/** Pulls the selected tasks through one link, with one request per free slot, so that no delivered task waits for a slot. */
export class TaskSession {
  readonly #connection: Connection;
  readonly #selection: TaskSelection;
  readonly #slots: Slots;
  readonly #pulls = new Set<number>();
  #pullCount = 0;
  #wake = Promise.withResolvers<void>();
  #link: Link | undefined;

  constructor(connection: Connection, selection: TaskSelection, slots: Slots) {
    this.#connection = connection;
    this.#selection = selection;
    this.#slots = slots;
  }

  wake(): void {
    this.#wake.resolve();
  }

  /** Returns when the link broke, the consumer vanished, or the session was stopped and its tasks are done. */
  async run(): Promise<void> {
    await ensureConsumer(this.#connection, this.#selection);
    this.#link = await this.#connection.link();
    const { connection } = this.#link;
    const inbox = createInbox();
    this.#pulls.clear();
    let ended = false;
    const end = (): void => {
      ended = true;
      this.wake();
    };
    connection.closed().then(end);
    const callback = (error: Error | null, message: Msg): void => {
      if (error !== null || !this.#take(message, inbox)) end();
    };
    const subscription = connection.subscribe(`${inbox}.*`, { callback });
    while (!ended && !this.#slots.isDone()) {
      this.#pull(inbox);
      await this.#wake.promise;
      this.#wake = Promise.withResolvers();
    }
    await subscription.drain().catch(() => {});
  }

  /** Returns false when pulling from the consumer is no longer possible. */
  #take(message: Msg, inbox: string): boolean {
    const isStatus = message.subject.startsWith(`${inbox}.`);
    const ended = isStatus ? Number(message.subject.slice(inbox.length + 1)) : -1;
    if (!this.#pulls.delete(ended)) this.#forgetOldest();
    if (!isStatus) this.#slots.start(message);
    this.wake();
    return !isStatus || message.headers?.code === 408;
  }

  /** Keeps only the number of requests exact, because a delivery does not identify its request. */
  #forgetOldest(): void {
    const [oldest] = this.#pulls;
    if (oldest !== undefined) this.#pulls.delete(oldest);
  }

  #pull(inbox: string): void {
    const connection = this.#link?.connection;
    if (connection === undefined || connection.isClosed()) return;
    const subject = `$JS.API.CONSUMER.MSG.NEXT.${tasksStream(this.#connection.namespace)}.${consumerName(this.#selection)}`;
    const request = JSON.stringify({ batch: 1, expires: nanos(pullExpiryMs) });
    while (this.#slots.free() > this.#pulls.size) {
      const pull = this.#pullCount++;
      this.#pulls.add(pull);
      connection.publish(subject, request, { reply: `${inbox}.${pull}` });
      setTimeout(() => this.#pulls.delete(pull) && this.wake(), pullLostMs).unref();
    }
  }
}
