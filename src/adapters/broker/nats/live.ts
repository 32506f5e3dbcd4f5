import type { Subscription } from 'nats';
import { checkId } from '../../../events/id.ts';
import type { Live, Telemetry } from '../../../ports/live.ts';
import type { Connection } from './connection.ts';
import type { Link } from './dial.ts';
import { checkToken } from './streams.ts';

const waitingLimit = 10_000;

/** Uses core NATS: telemetry without a subscriber, or sent while disconnected, is lost. */
export class NatsLive implements Live {
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  publish(telemetry: Telemetry): void {
    const { run, taskId, what } = telemetry;
    try {
      const subject = `${this.#prefix(run)}.${checkId(taskId)}.${what}`;
      this.#connection.current?.connection.publish(subject, JSON.stringify(telemetry));
    } catch {
      // Telemetry must never disturb the work that it reports on.
    }
  }

  /** Subscribes at the call, not at the first `next`. */
  watch(run: string, signal: AbortSignal): AsyncIterable<Telemetry> {
    const { current } = this.#connection;
    return this.#telemetry(current && this.#subscribe(current, run, signal), run, signal);
  }

  async *#telemetry(first: Subscription | undefined, run: string, signal: AbortSignal): AsyncGenerator<Telemetry> {
    let subscription = first;
    while (!signal.aborted) {
      subscription ??= this.#subscribe(await this.#connection.link(), run, signal);
      for await (const message of subscription) {
        if (signal.aborted) return;
        if (subscription.getPending() < waitingLimit) yield message.json<Telemetry>();
      }
      subscription = undefined;
    }
  }

  #subscribe({ connection }: Link, run: string, signal: AbortSignal): Subscription {
    const subscription = connection.subscribe(`${this.#prefix(run)}.>`);
    const stop = (): void => subscription.unsubscribe();
    signal.addEventListener('abort', stop, { once: true });
    subscription.closed.then(() => signal.removeEventListener('abort', stop));
    return subscription;
  }

  #prefix(run: string): string {
    return `${this.#connection.namespace}.live.${checkToken(run)}`;
  }
}
