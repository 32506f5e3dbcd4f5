import { Fault } from './exchange.ts';

export type Timeouts = {
  /** Between two pieces of a reply, and before the first. */
  readonly silenceMs: number;
  /** For the whole of one exchange. */
  readonly totalMs: number;
};

/** Below the five minutes after which fetch itself gives up; reasoning models may say nothing for minutes. */
export const defaultTimeouts: Timeouts = { silenceMs: 280_000, totalMs: 1_800_000 };

/** Watches one exchange: its signal aborts with the caller's, after too long a silence, or when it takes too long. */
export class Deadline {
  readonly signal: AbortSignal;
  readonly #timeouts: Timeouts;
  readonly #over = new AbortController();
  readonly #total: NodeJS.Timeout;
  #silence: NodeJS.Timeout;
  #expired: Fault | undefined;

  constructor(timeouts: Timeouts, caller: AbortSignal) {
    this.#timeouts = timeouts;
    this.signal = AbortSignal.any([caller, this.#over.signal]);
    this.#total = setTimeout(() => this.#expire(`no end of the answer after ${timeouts.totalMs} ms`), timeouts.totalMs);
    this.#silence = this.#awaitSilence();
  }

  /** Why it ended by time; undefined when it did not. */
  get expired(): Fault | undefined {
    return this.#expired;
  }

  /** A fetch that counts each piece that arrives, a keep-alive too, as a sign of life. */
  readonly fetch: typeof fetch = async (url, init) => {
    const response = await fetch(url, init);
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
