import type { ErrorCode } from '../../events/errors/registry.ts';
import type { Failure } from '../../events/outcome.ts';
import type { Timing } from './timing.ts';

export type Request = {
  /** Service name for messages. */
  readonly service: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** Timeout from the first byte sent to the last received. */
  readonly timeoutMs: number;
  readonly maximumBytes: number;
};

export type Body =
  | { readonly ok: true; readonly bytes: Uint8Array }
  | {
      readonly ok: false;
      readonly error: Failure;
      /** True when a retry of the same request may succeed. */
      readonly again: boolean;
      /** The wait that the service requested; null when it gave none. */
      readonly retryAfterMs: number | null;
    };

const broken = (
  code: ErrorCode,
  message: string,
  again: boolean,
  retryAfterMs: number | null = null,
): Extract<Body, { ok: false }> => ({ ok: false, error: { code, message }, again, retryAfterMs });

/** Parses seconds or an HTTP date. Source: RFC 9110, section 10.2.3. */
export const retryAfterMs = (header: string | null, dateMs: number): number | null => {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = /[a-z]/i.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - dateMs);
};

const passing = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Describes an unsuccessful status for a person. */
const explain = (service: string, status: number): string => {
  if (status === 429) return `${service} asks for fewer requests (HTTP 429)`;
  if (status === 401 || status === 403) return `${service} refuses the request (HTTP ${status}): is its key right?`;
  return `${service} answers with HTTP ${status}`;
};

const refusal = (service: string, response: Response, dateMs: number): Body => {
  const { status, headers } = response;
  const code =
    status === 429 ? 'literature.rate_limited' : passing.has(status) ? 'literature.unavailable' : 'literature.refused';
  const wait = retryAfterMs(headers.get('retry-after'), dateMs);
  return broken(code, explain(service, status), passing.has(status), wait);
};

/** Reads a whole body; undefined when it exceeds the limit. */
const readBounded = async (response: Response, maximumBytes: number): Promise<Uint8Array | undefined> => {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of response.body ?? []) {
    sizeBytes += piece.byteLength;
    if (sizeBytes > maximumBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
};

const causeOf = (error: unknown): string => {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
};

/** Sends one GET. Never throws; an aborted signal gives a failure with the code `literature.aborted`. */
export const fetchBody = async (request: Request, timing: Timing, signal: AbortSignal): Promise<Body> => {
  const { service, url, headers, timeoutMs, maximumBytes } = request;
  const slow = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { headers, signal: AbortSignal.any([signal, slow]) });
    if (!response.ok) {
      await response.body?.cancel();
      return refusal(service, response, timing.dateMs());
    }
    const bytes = await readBounded(response, maximumBytes);
    return bytes === undefined
      ? broken('literature.too_large', `${service} answers with more than ${maximumBytes} bytes`, false)
      : { ok: true, bytes };
  } catch (error) {
    if (signal.aborted) return broken('literature.aborted', `the search in ${service} was aborted`, false);
    if (slow.aborted)
      return broken('literature.unavailable', `${service} did not answer within ${timeoutMs / 1000} s`, true);
    return broken('literature.unavailable', `${service} cannot be reached (${causeOf(error)})`, true);
  }
};
