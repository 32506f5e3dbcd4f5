/** Explains a code to a person in whole sentences: what went wrong, and what to do about it. */
export type ErrorEntry = {
  readonly meaning: string;
  readonly remedy: string;
  /**
   * Set for a fault of the infrastructure, which is not counted as an attempt: the run pauses and resumes by itself,
   * either when the fault is mended or at the time that the failure names in `retryAfterMs`.
   */
  readonly pauses?: 'until mended' | 'until then';
};

export type ErrorArea = Readonly<Record<string, ErrorEntry>>;
