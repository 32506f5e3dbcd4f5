/** What any outside call comes to: success and failure share one shape, so that both can be recorded as data. */
export type Failure = {
  /** Stable and documented: `area.reason`, such as `model.rate_limited`. */
  readonly code: string;
  /** One line for a person: what is wrong, which value, what to do. */
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

export const success = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const failure = (
  code: string,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): Outcome<never> => ({
  ok: false,
  error: details === undefined ? { code, message } : { code, message, details },
});

/** An error that a person meets: its code is in docs/errors.md, its message says what to do. */
export class CodedError extends Error {
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: string, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.name = 'CodedError';
    this.code = code;
    this.details = details;
  }
}
