export interface Clock {
  /** RFC 3339 in UTC, with milliseconds. */
  now(): string;
  /** Resolves after the delay, or at once when the signal aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}
