import type { ErrorCode } from './errors/registry.ts';

/** The outcome of any external call: success and failure share one shape, so that both can be recorded as data. */
export type Failure = {
  /** An `ErrorCode`, a `ForeignCode`, or any code that another version recorded. */
  readonly code: string;
  /** One line for a person: what is wrong, which value, what to do. */
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** Error code of an added role's performer, `<package>/<reason>`; not in the registry. */
export type ForeignCode = `${string}/${string}`;

export const success = <T>(value: T): Outcome<T> => ({ ok: true, value });

export const failure = (
  code: ErrorCode | ForeignCode,
  message: string,
  details?: Readonly<Record<string, unknown>>,
): Outcome<never> => ({
  ok: false,
  error: details === undefined ? { code, message } : { code, message, details },
});

type CodedErrorOptions = {
  /** The underlying error; `--stack` prints it. */
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** An error shown to a person: the registry explains its code, and its message says what to do. */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: CodedErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'CodedError';
    this.code = code;
    this.details = options.details;
  }
}
