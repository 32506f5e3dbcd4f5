import type { Timing } from './timing.ts';

export type Pace = {
  /** From the start of a request to the start of the next. */
  readonly intervalMs: number;
  /** A request begins only when the one before it has ended. */
  readonly oneAtATime?: boolean;
};

/** A search that has to wait longer for its turn fails instead. */
export const maximumWaitMs = 60_000;

export type RateLimiter = {
  /**
   * Does the work when its turn has come, first come, first served. Undefined when the signal aborts before that, or when
   * the service is to be left alone for longer than anybody would wait.
   */
  run<Result>(work: () => Promise<Result>, signal: AbortSignal): Promise<Result | undefined>;
  /** Lets nobody begin before the delay is over: a service that asks for patience asks all of this process. */
  holdOff(delayMs: number): void;
  /** How long nobody may begin as things stand. */
  closedForMs(): number;
};

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });

/** One queue for all requests of this process to one service. */
export const createRateLimiter = ({ intervalMs, oneAtATime = false }: Pace, timing: Timing): RateLimiter => {
  let last: Promise<unknown> = Promise.resolve();
  let freeAt = 0;

  const closedForMs = (): number => Math.max(0, freeAt - timing.elapsedMs());

  /** The wait may grow while it lasts. */
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
