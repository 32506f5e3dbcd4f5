import { setTimeout as delay } from 'node:timers/promises';

/** Injected time and randomness. */
export type Timing = {
  /** Monotonic milliseconds. */
  readonly elapsedMs: () => number;
  /** Milliseconds since 1970. */
  readonly dateMs: () => number;
  /** Resolves after the delay, or at once when the signal aborts. */
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1, exclusive. */
  readonly random: () => number;
};

export const realTiming: Timing = {
  elapsedMs: () => performance.now(),
  dateMs: () => Date.now(),
  sleep: (delayMs, signal) => delay(delayMs, undefined, { signal }).catch(() => {}),
  random: () => Math.random(),
};
