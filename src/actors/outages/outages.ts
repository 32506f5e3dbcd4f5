import type { Failure } from '../../events/outcome.ts';
import type { Clock } from '../../ports/clock.ts';
import { type Fault, faultOf, faultThrown } from './faults.ts';

export type OutageParts = {
  /** Returns why nothing can be recorded now; undefined if it can. */
  readonly check: () => Promise<Failure | undefined>;
  readonly clock: Clock;
  /** Ends the watch and every wait. */
  readonly signal: AbortSignal;
  /** Called when an outage begins or its fault changes, and with undefined when it ends. */
  readonly onChange: (fault: Fault | undefined) => void;
};

const checkMs = 2000;
const firstDelayMs = 2000;
const maximumDelayMs = 60_000;

/**
 * Waits out faults of the infrastructure, such as a full disk, a lost server, or a rate limit that resets later. They do
 * not count as attempts: the caller waits here and retries. A fault that the check cannot see, such as a store that fails
 * in one place, is tested by the retry itself, with exponential backoff.
 */
export class Outages {
  private readonly parts: OutageParts;
  private fault: Fault | undefined;
  private mending: Promise<void> | undefined;
  private delayMs = firstDelayMs;
  private haste = new AbortController();

  constructor(parts: OutageParts) {
    this.parts = parts;
  }

  /** For a worker without a host: only its own attempts show faults. */
  static unwatched(clock: Clock): Outages {
    const { signal } = new AbortController();
    return new Outages({ clock, signal, check: async () => undefined, onChange: () => {} });
  }

  get isOn(): boolean {
    return this.fault !== undefined;
  }

  /** Resets the backoff after a success. */
  worked(): void {
    if (!this.isOn) this.delayMs = firstDelayMs;
  }

  /** Reports a fault. Returns when a retry makes sense, or at the signal. */
  async meet(fault: Fault, signal: AbortSignal): Promise<void> {
    this.mending ??= this.mend(fault).finally(() => {
      this.mending = undefined;
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) return;
    await Promise.race([this.mending, promise]);
  }

  /** Retries now, because a person asked for it; a fault that the check finds is still waited out. */
  hasten(): void {
    this.haste.abort();
  }

  /** Retries an idempotent action for as long as the infrastructure fails. */
  async through<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
    for (;;) {
      try {
        const done = await action();
        this.worked();
        return done;
      } catch (error) {
        const fault = faultThrown(error);
        if (fault === undefined || signal.aborted) throw error;
        await this.meet(fault, signal);
        if (signal.aborted) throw error;
      }
    }
  }

  /** Finds outages before a task does: a full disk at once, a lost server at the second check, since it may be restarting. */
  watch(): void {
    const { signal } = this.parts;
    let before: Fault | undefined;
    const look = async (): Promise<void> => {
      if (this.isOn) return;
      const fault = await this.found();
      const isCertain = fault?.code.startsWith('home.') || before !== undefined;
      before = fault;
      if (fault !== undefined && isCertain) void this.meet(fault, signal);
    };
    const timer = setInterval(look, checkMs);
    signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  }

  /** Returns the fault that the check finds now. */
  async found(): Promise<Fault | undefined> {
    const failure = await this.parts.check();
    return failure && faultOf(failure);
  }

  private async mend(first: Fault): Promise<void> {
    const { clock, signal } = this.parts;
    this.haste = new AbortController();
    this.begin(first);
    let leftMs = Math.max(first.waitMs, this.delayMs);
    this.delayMs = Math.min(maximumDelayMs, this.delayMs * 2);
    while (!signal.aborted) {
      const stepMs = Math.min(checkMs, leftMs) || checkMs;
      await clock.sleep(stepMs, AbortSignal.any([signal, this.haste.signal]));
      leftMs = this.haste.signal.aborted ? 0 : Math.max(0, leftMs - stepMs);
      if (this.haste.signal.aborted) this.haste = new AbortController();
      if (leftMs > 0 || signal.aborted) continue;
      const present = await this.found();
      if (present === undefined) break;
      if (present.code !== this.fault?.code) this.begin(present);
    }
    if (!signal.aborted) this.end();
  }

  private begin(fault: Fault): void {
    this.fault = fault;
    this.parts.onChange(fault);
  }

  private end(): void {
    this.fault = undefined;
    this.parts.onChange(undefined);
  }
}
