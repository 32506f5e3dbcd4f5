import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from 'nats';
import { CodedError } from '../../../../events/outcome.ts';
import type { Delivery, TaskSelection } from '../../../../ports/tasks.ts';
import type { Connection } from '../connection.ts';
import { NatsDelivery } from './delivery.ts';
import { reviveHiddenTasks } from './hidden.ts';
import { TaskSession } from './session.ts';

const retryDelayMs = 50;
const failedSessionDelayMs = 500;
const failedHandlerDelayMs = 1_000;

export type Handler = (delivery: Delivery) => Promise<void>;

/** Handles the selected tasks in successive sessions until the signal aborts. */
export class TaskConsumer {
  readonly #connection: Connection;
  readonly #selection: TaskSelection;
  readonly #concurrency: number;
  readonly #signal: AbortSignal;
  readonly #handle: Handler;
  readonly #session: TaskSession;
  readonly #running = new Set<Promise<void>>();
  /** Handled tasks whose acknowledgement the server did not accept, by subject. */
  readonly #stalled = new Map<string, NatsDelivery>();

  constructor(
    connection: Connection,
    selection: TaskSelection,
    concurrency: number,
    signal: AbortSignal,
    handle: Handler,
  ) {
    this.#connection = connection;
    this.#selection = selection;
    this.#concurrency = concurrency;
    this.#signal = signal;
    this.#handle = handle;
    this.#session = new TaskSession(connection, selection, {
      free: () => this.#free(),
      start: (message) => this.#start(message),
      isDone: () => this.#isDone(),
    });
  }

  async run(): Promise<void> {
    const wake = (): void => this.#session.wake();
    this.#signal.addEventListener('abort', wake, { once: true });
    const isIdle = (): boolean => this.#running.size === 0;
    const reviving = reviveHiddenTasks(this.#connection, this.#selection, this.#signal, isIdle);
    reviving.catch(() => {});
    while (!this.#isDone()) {
      await this.#session.run().catch((error: unknown) => {
        if (error instanceof CodedError && error.code === 'nats.closed') throw error;
        this.#connection.report(`consuming ${this.#selection.kind} tasks failed and is retried`, error);
        return sleep(failedSessionDelayMs);
      });
      if (!this.#isDone()) await sleep(retryDelayMs);
    }
    await reviving;
  }

  #isDone(): boolean {
    return this.#signal.aborted && this.#running.size === 0;
  }

  /** Frees the slot of a stalled task, which is done, so that its newer delivery can be taken and acknowledged. */
  #free(): number {
    return this.#stalled.size + (this.#signal.aborted ? 0 : this.#concurrency - this.#running.size);
  }

  #start(message: Msg): void {
    const stalled = this.#stalled.get(message.subject);
    if (stalled !== undefined) {
      stalled.adopt(message);
      return;
    }
    const delivery = this.#unpack(message);
    if (delivery === undefined) return;
    const work = this.#free() > 0 && !this.#signal.aborted ? this.#perform(delivery) : this.#giveBack(delivery, 0);
    this.#running.add(work);
    work.finally(() => {
      this.#running.delete(work);
      if (this.#stalled.get(delivery.subject) === delivery) this.#stalled.delete(delivery.subject);
      this.#session.wake();
    });
  }

  #unpack(message: Msg): NatsDelivery | undefined {
    try {
      return new NatsDelivery(this.#connection, message, (delivery) => {
        this.#stalled.set(delivery.subject, delivery);
        this.#session.wake();
      });
    } catch (error) {
      this.#connection.report(`removed a task that is not JSON: ${message.subject}`, error);
      message.respond('+TERM');
      return undefined;
    }
  }

  async #perform(delivery: NatsDelivery): Promise<void> {
    try {
      await this.#handle(delivery);
    } catch (error) {
      this.#connection.report(`the handler of task ${delivery.task.id} threw; the task is retried`, error);
      await this.#giveBack(delivery, failedHandlerDelayMs);
    }
  }

  /** When the release cannot be sent, the lease's end releases the task. */
  async #giveBack(delivery: NatsDelivery, delayMs: number): Promise<void> {
    await delivery.release(delayMs).catch((error: unknown) => {
      this.#connection.report(`task ${delivery.task.id} was not released; its lease will expire`, error);
    });
  }
}
