import type { Outcome } from '../../events/outcome.ts';
import type { PaperRecord } from '../../ports/literature.ts';
import type { Pace } from './rate-limiter.ts';

export type ServiceRequest = {
  /** Recorded as evidence: without key and mail address. */
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Parameters that are sent with `url` and recorded nowhere. */
  readonly hidden?: Readonly<Record<string, string>>;
};

/** How one literature service is asked and how its answers are read; all that differs between services. Pure. */
export type Service = {
  readonly name: string;
  readonly pace: Pace;
  /** `query` has words only, at least one. */
  request(query: string, limit: number): ServiceRequest;
  /** A failure `literature.unreadable`, or `literature.rate_limited` when the service says so in its answer. */
  read(text: string): Outcome<readonly PaperRecord[]>;
};

/** Words of any script in lower case and nothing else: a query comes from a model, and no service's operators are meant. */
export const queryWords = (query: string): readonly string[] =>
  query
    .normalize('NFC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '');
