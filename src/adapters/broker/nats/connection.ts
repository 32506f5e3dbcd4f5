import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, NatsError } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import { dial, type Link } from './dial.ts';
import { explainRejected, isForbidden, isTransient } from './errors.ts';
import { type NatsOptions, resolveEndpoint } from './options.ts';

const requestLimitMs = 30_000;
const redialDelayMs = 80;

/** What a request is for: `<area>.unavailable` is the code of one that is not answered in time. */
export type Area = 'blobs' | 'leases' | 'log' | 'nats' | 'tasks';

const forbidden = (what: string): string => `the NATS server does not let this user do that (${what}): use the keeper`;

/** A server that is about to come back is asked again. */
const asPassing = (error: CodedError): never => {
  if (error.code !== 'nats.unreachable') throw error;
  throw new NatsError(error.message, ErrorCode.ConnectionRefused);
};

/** Always the newest link to the server: when one breaks, the next is dialled until there is one or `close` is called. */
export class Connection {
  readonly namespace: string;
  readonly options: NatsOptions;
  /** Undefined while there is no link. */
  current: Link | undefined;
  #link: Promise<Link>;
  #closed = false;
  #lastProblem: unknown = new Error('no answer');

  private constructor(options: NatsOptions, link: Link) {
    this.options = options;
    this.namespace = options.namespace ?? 'lab';
    this.#link = Promise.resolve(link);
    this.#keep(link);
  }

  static async open(options: NatsOptions): Promise<Connection> {
    return new Connection(options, await dial(await resolveEndpoint(options)));
  }

  /** Waits for as long as there is no server; rejects with CodedError('nats.closed') after `close`. */
  async link(): Promise<Link> {
    for (;;) {
      const link = await this.#link;
      if (!link.connection.isClosed()) return link;
      await sleep(1);
    }
  }

  /** Repeats an idempotent action through broken links for 30 s, then throws CodedError(`<area>.unavailable`). */
  async request<T>(area: Area, action: (link: Link) => Promise<T>): Promise<T> {
    const deadline = performance.now() + requestLimitMs;
    for (let delayMs = 20; ; delayMs = Math.min(delayMs * 2, 250)) {
      const link = await this.#linkBefore(deadline, area);
      try {
        return await action(link);
      } catch (error) {
        if (isForbidden(error))
          throw new CodedError('nats.forbidden', forbidden((error as Error).message), { cause: error });
        if (!isTransient(error)) throw explainRejected(error);
        this.#lastProblem = error;
        if (performance.now() > deadline) throw this.#unavailable(area, error);
      }
      await sleep(delayMs);
    }
  }

  /** As `request`, with the right to create streams. */
  async found<T>(area: Area, action: (link: Link) => Promise<T>): Promise<T> {
    const { founder } = this.options;
    if (founder === undefined) return this.request(area, action);
    return this.request(area, async () => {
      const link = await dial({ ...(await resolveEndpoint(this.options)), ...founder }).catch(asPassing);
      try {
        return await action(link);
      } finally {
        await link.connection.close();
      }
    });
  }

  report(message: string, error: unknown): void {
    this.options.onError?.(message, error);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const link = this.#link;
    this.#link = Promise.reject(new CodedError('nats.closed', 'the connection to the NATS server was closed'));
    this.#link.catch(() => {});
    const current = await Promise.race([link.catch(() => undefined), sleep(redialDelayMs)]);
    await current?.connection.close();
  }

  async #linkBefore(deadline: number, area: Area): Promise<Link> {
    const stop = new AbortController();
    const late = sleep(Math.max(0, deadline - performance.now()), undefined, { signal: stop.signal });
    try {
      const link = await Promise.race([this.link(), late]);
      if (link === undefined) throw this.#unavailable(area, this.#lastProblem);
      return link;
    } finally {
      stop.abort();
      late.catch(() => {});
    }
  }

  #unavailable(area: Area, cause: unknown): CodedError {
    return new CodedError(
      `${area}.unavailable`,
      `the NATS server did not do the request within ${requestLimitMs / 1000} s (${(cause as Error).message})`,
      { cause },
    );
  }

  #keep(link: Link): void {
    this.current = link;
    link.connection.closed().then(() => {
      this.current = undefined;
      if (this.#closed) return;
      this.#link = this.#redial();
      this.#link.then(
        (next) => this.#keep(next),
        () => {},
      );
    });
  }

  async #redial(): Promise<Link> {
    while (!this.#closed) {
      try {
        const link = await dial(await resolveEndpoint(this.options));
        if (!this.#closed) return link;
        await link.connection.close();
      } catch (error) {
        this.#lastProblem = error;
        await sleep(redialDelayMs * (1 + Math.random()));
      }
    }
    throw new CodedError('nats.closed', 'the connection to the NATS server was closed');
  }
}
