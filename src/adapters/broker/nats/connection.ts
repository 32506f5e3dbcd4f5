import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, NatsError } from 'nats';
import { CodedError } from '../../../events/outcome.ts';
import { dial, type Link } from './dial.ts';
import { explainRejected, isForbidden, isTransient } from './errors.ts';
import { type NatsOptions, resolveEndpoint } from './options.ts';

const requestLimitMs = 30_000;
const redialDelayMs = 80;

/** The purpose of a request: `<area>.unavailable` is the code of one that times out. */
export type Area = 'blobs' | 'leases' | 'log' | 'nats' | 'tasks';

const forbidden = (what: string): string =>
  `the NATS server does not permit this user to do that (${what}): use the keeper`;

/** Retries while the server may be restarting. */
const asPassing = (error: CodedError): never => {
  if (error.code !== 'nats.unreachable') throw error;
  throw new NatsError(error.message, ErrorCode.ConnectionRefused);
};

/** Provides the newest link to the server: when one breaks, it dials until a link exists or `close` is called. */
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

  /** Waits without a time limit for a server; rejects with CodedError('nats.closed') after `close`. */
  async link(): Promise<Link> {
    for (;;) {
      const link = await this.#link;
      if (!link.connection.isClosed()) return link;
      await sleep(1);
    }
  }

  /** Retries an idempotent action across broken links for 30 s, then throws CodedError(`<area>.unavailable`). */
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

  /** Like `request`, with the right to create streams. */
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
    this.current = undefined;
    const link = this.#link;
    this.#link = Promise.reject(new CodedError('nats.closed', 'the connection to the NATS server was closed'));
    this.#link.catch(() => {});
    const current = await Promise.race([link.catch(() => undefined), sleep(redialDelayMs)]);
    await current?.connection.close();
  }

  async #linkBefore(deadline: number, area: Area): Promise<Link> {
    // Without this, each request would pay for a timer and the error of its abort: a fifth of the client's CPU time.
    const { current } = this;
    if (current !== undefined && !current.connection.isClosed()) return current;
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
      `the NATS server did not complete the request within ${requestLimitMs / 1000} s (${(cause as Error).message})`,
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
