import type { Outcome } from '../../events/outcome.ts';
import type { PaperRecord } from '../../ports/literature.ts';
import type { Pace } from './rate-limiter.ts';

export type ServiceRequest = {
  /** Recorded as evidence; contains no key and no mail address. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parameters that are sent with `url` and never recorded. */
  readonly hidden?: Readonly<Record<string, string>>;
};

/** Builds the requests and reads the answers of one literature service: everything specific to it. Pure. */
export type Service = {
  readonly name: string;
  readonly pace: Pace;
  /** `query` consists of at least one word. */
  request(query: string, limit: number): ServiceRequest;
  /** Fails with `literature.unreadable`, or with `literature.rate_limited` when the answer says so. */
  read(text: string): Outcome<readonly PaperRecord[]>;
};

/** Reduces a query to lower-case words of any script, because a model's query must not contain a service's operators. */
export const queryWords = (query: string): readonly string[] =>
  query
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
