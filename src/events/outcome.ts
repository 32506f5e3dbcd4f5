import type { ErrorCode } from './errors/registry.ts';

/** What any outside call comes to: success and failure share one shape, so that both can be recorded as data. */
export type Failure = {
  /** An `ErrorCode`, a `ForeignCode`, or whatever a log has that another version recorded. */
  readonly code: string;
  /** One line for a person: what is wrong, which value, what to do. */
  readonly message: string;
  readonly details?: Readonly<Record<string, unknown>>;
};

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: Failure };

/** A code of an added role's performer, `<package>/<reason>`: the registry does not have it. */
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
  /** The error that this one explains to a person; `--stack` prints it. */
  readonly cause?: unknown;
  readonly details?: Readonly<Record<string, unknown>>;
};

/** An error that a person meets: the registry explains its code, and its message says what to do. */
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
