import { Fault } from './exchange.ts';

export type Timeouts = {
  /** Maximum time before the first piece of a reply, and between two pieces. */
  readonly silenceMs: number;
  /** Maximum time of one exchange. */
  readonly totalMs: number;
};

/** Long, because reasoning models may be silent for minutes. */
const hostedTimeouts: Timeouts = { silenceMs: 280_000, totalMs: 1_800_000 };

/** Longer for a local server, which loads its model first and may process a long prompt slowly. */
const localTimeouts: Timeouts = { silenceMs: 3_600_000, totalMs: 14_400_000 };

const isLocal = (url: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(new URL(url).hostname);

/** Returns the configured timeouts, otherwise defaults, which are longer for a server on this machine. */
export const timeoutsFor = (
  url: string,
  configured: { readonly [Name in keyof Timeouts]?: Timeouts[Name] | undefined },
): Timeouts => {
  const usual = isLocal(url) ? localTimeouts : hostedTimeouts;
  return {
    silenceMs: configured.silenceMs ?? usual.silenceMs,
    totalMs: configured.totalMs ?? usual.totalMs,
  };
};

/** Watches one exchange: its signal aborts with the caller's, after the silence timeout, or after the total timeout. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #timeouts: Timeouts;
  readonly #send: typeof fetch;
  readonly #over = new AbortController();
  readonly #total: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  #expired: Fault | undefined;

  constructor(timeouts: Timeouts, send: typeof fetch, caller: AbortSignal) {
    this.#timeouts = timeouts;
    this.#send = send;
    this.signal = AbortSignal.any([caller, this.#over.signal]);
    this.#total = setTimeout(() => this.#expire(`no end of the answer after ${timeouts.totalMs} ms`), timeouts.totalMs);
    this.#silence = this.#awaitSilence();
  }

  /** Which timeout ended the exchange; undefined when none did. */
  get expired(): Fault | undefined {
    return this.#expired;
  }

  /** A fetch that restarts the silence timeout on each received piece, including keep-alives. */
  readonly fetch: typeof fetch = async (url, init) => {
    const response = await this.#send(url, init);
    this.#touch();
    if (response.body === null) return response;
    const tap = new TransformStream<Uint8Array, Uint8Array>({
      transform: (piece, controller) => {
        this.#touch();
        controller.enqueue(piece);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(tap), { status, statusText, headers });
  };

  end(): void {
    clearTimeout(this.#total);
    clearTimeout(this.#silence);
  }

  #touch(): void {
    clearTimeout(this.#silence);
    if (!this.signal.aborted) this.#silence = this.#awaitSilence();
  }

  #awaitSilence(): NodeJS.Timeout {
    const { silenceMs } = this.#timeouts;
    return setTimeout(() => this.#expire(`nothing arrived for ${silenceMs} ms`), silenceMs);
  }

  #expire(message: string): void {
    this.#expired = new Fault('model.timed_out', message, { again: true });
    this.#over.abort();
    this.end();
  }
}
