/** What a code tells a person, in whole sentences: what went wrong, and what to do about it. */
export type ErrorEntry = {
  readonly meaning: string;
  readonly remedy: string;
  /**
   * Present for a fault that no attempt at a task can help, so that the run pauses itself and goes on by itself: `until mended`, or,
   * where the failure says how long that takes (`retryAfterMs`), `until then`.
   */
  readonly pauses?: 'until mended' | 'until then';
};

export type ErrorArea = Readonly<Record<string, ErrorEntry>>;
