import type { Timing } from '../../src/adapters/literature/timing.ts';

export type FakeTiming = Timing & {
  /** Every requested sleep, in order. */
  readonly slept: readonly number[];
  advance(delayMs: number): void;
};

type Sleeper = { readonly wakeAt: number; readonly wake: () => void };

/** A clock that jumps to the end of the first sleep once nothing else is pending, or only on request. */
export const fakeTiming = ({ isManual = false, random = 1 } = {}): FakeTiming => {
  const slept: number[] = [];
  let nowMs = 0;
  let sleepers: Sleeper[] = [];

  const wakeThrough = (throughMs: number): void => {
    nowMs = Math.max(nowMs, throughMs);
    const due = sleepers.filter(({ wakeAt }) => wakeAt <= nowMs);
    sleepers = sleepers.filter(({ wakeAt }) => wakeAt > nowMs);
    for (const { wake } of due) wake();
  };

  return {
    slept,
    elapsedMs: () => nowMs,
    dateMs: () => Date.UTC(2026, 0, 1) + nowMs,
    random: () => random,
    advance: (delayMs) => wakeThrough(nowMs + delayMs),
    sleep: (delayMs, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve();
        slept.push(delayMs);
        sleepers.push({ wakeAt: nowMs + delayMs, wake: resolve });
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (!isManual)
          setImmediate(() => wakeThrough(Math.min(...sleepers.map(({ wakeAt }) => wakeAt), Number.MAX_VALUE)));
      }),
  };
};
