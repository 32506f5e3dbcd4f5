import { setTimeout as delay } from 'node:timers/promises';

/** Time and chance, so that tests decide them. */
export type Timing = {
  /** Milliseconds that only ever grow: the clock on the wall may be set back. */
  readonly elapsedMs: () => number;
  /** Milliseconds since 1970. */
  readonly dateMs: () => number;
  /** Resolves after the delay, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to 1. */
  readonly random: () => number;
};

export const realTiming: Timing = {
  elapsedMs: () => performance.now(),
  dateMs: () => Date.now(),
  sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => {}),
  random: () => Math.random(),
};
