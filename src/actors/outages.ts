import type { Failure } from '../events/outcome.ts';
import type { Clock } from '../ports/clock.ts';
import { type Fault, faultOf, faultThrown } from './faults.ts';

export type OutageParts = {
  /** Why nothing can be recorded now. */
  readonly check: () => Promise<Failure | undefined>;
  readonly clock: Clock;
  /** Ends the watch, and every wait. */
  readonly signal: AbortSignal;
  /** Told when an outage begins, when another fault takes its place, and, with undefined, when it is over. */
  readonly onChange: (fault: Fault | undefined) => void;
};

const checkMs = 2000;
const firstDelayMs = 2000;
const maximumDelayMs = 60_000;

/**
 * What keeps this process from working, and is nobody's attempt: a full disk, a lost server, a limit that is lifted later. Whoever meets
 * such a fault waits here, and does the same thing again when it is mended. Not every fault shows in a check, such as
 * a store that fails in one place: then doing it again is the test, less and less often.
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

  /** Of a worker by itself, which has only its own attempts to go by. */
  static unwatched(clock: Clock): Outages {
    const { signal } = new AbortController();
    return new Outages({ clock, signal, check: async () => undefined, onChange: () => {} });
  }

  get isOn(): boolean {
    return this.fault !== undefined;
  }

  /** What has gone well: the next outage is a new one. */
  worked(): void {
    if (!this.isOn) this.delayMs = firstDelayMs;
  }

  /** Tells of a fault. Returns when there is reason to try again, or at the signal. */
  async meet(fault: Fault, signal: AbortSignal): Promise<void> {
    this.mending ??= this.mend(fault).finally(() => {
      this.mending = undefined;
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    signal.addEventListener('abort', () => resolve(), { once: true });
    if (signal.aborted) return;
    await Promise.race([this.mending, promise]);
  }

  /** Tries again now, because somebody says so; what a check finds is waited out all the same. */
  hasten(): void {
    this.haste.abort();
  }

  /** Repeats an action that may be repeated, for as long as faults of the infrastructure keep it from being done. */
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

  /** Finds outages before anybody meets them: a full disk at once, a server that may be on its way back at the second look. */
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

  /** The fault of the infrastructure that a check finds now. */
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
