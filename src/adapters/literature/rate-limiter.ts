import type { Timing } from './timing.ts';

export type Pace = {
  /** Minimum time between the starts of two requests. */
  readonly intervalMs: number;
  /** True to start a request only after the previous one has ended. */
  readonly oneAtATime?: boolean;
};

/** A search that would wait longer for its turn fails. */
export const maximumWaitMs = 60_000;

export type RateLimiter = {
  /**
   * Does the work at its turn, in order of arrival. Returns undefined when the signal aborts first, or when the service
   * is closed for longer than the maximum wait.
   */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result | undefined>;
  /** Delays all requests of this process, because a service's requested wait applies to the whole process. */
  holdOff(delayMs: number): void;
  /** Returns the remaining time in which no request may start. */
  closedForMs(): number;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** A queue for all requests of this process to one service. */
export const createRateLimiter = ({ intervalMs, oneAtATime = false }: Pace, timing: Timing): RateLimiter => {
  let last: Promise<unknown> = Promise.resolve();
  let freeAt = 0;

  const closedForMs = (): number => Math.max(0, freeAt - timing.elapsedMs());

  /** Checks again after each wait, because the wait may grow meanwhile. */
  const isFreeInTime = async (signal: AbortSignal): Promise<boolean> => {
    for (let left = closedForMs(); left > 0; left = closedForMs()) {
      if (signal.aborted || left > maximumWaitMs) return false;
      await timing.sleep(left, signal);
    }
    return !signal.aborted;
  };

  return {
    run: async (work, signal) => {
      const before = last;
      const turn = Promise.withResolvers<void>();
      last = Promise.all([before, turn.promise]);
      try {
        await Promise.race([before, aborted(signal)]);
        if (!(await isFreeInTime(signal))) return undefined;
        freeAt = timing.elapsedMs() + intervalMs;
        const result = work();
        if (!oneAtATime) turn.resolve();
        return await result;
      } finally {
        turn.resolve();
      }
    },
    holdOff: (delayMs) => {
      freeAt = Math.max(freeAt, timing.elapsedMs() + delayMs);
    },
    closedForMs,
  };
};
