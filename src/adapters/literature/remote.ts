import { failure, type Outcome, success } from '../../events/outcome.ts';
import type { Blobs } from '../../ports/blobs.ts';
import type { Literature, SearchResult } from '../../ports/literature.ts';
import type { AnswerCache, CachedAnswer } from './answer-cache.ts';
import { type Body, fetchBody } from './fetch-body.ts';
import { maximumWaitMs, type RateLimiter } from './rate-limiter.ts';
import { queryWords, type Service, type ServiceRequest } from './service.ts';
import type { Timing } from './timing.ts';

/** Bounds on one search in one service. */
export type Patience = {
  readonly attempts: number;
  readonly timeoutMs: number;
  /** Delay before the second attempt; doubles for each further one, and is randomly shortened by up to half. */
  readonly delayMs: number;
  readonly maximumDelayMs: number;
  readonly maximumBytes: number;
};

export const usualPatience: Patience = {
  attempts: 4,
  timeoutMs: 20_000,
  delayMs: 2000,
  maximumDelayMs: 20_000,
  maximumBytes: 8 * 1024 ** 2,
};

type Parts = {
  readonly limiter: RateLimiter;
  readonly timing: Timing;
  readonly patience: Patience;
  readonly blobs: Blobs;
  readonly cache: AnswerCache;
  /** The User-Agent that services require. */
  readonly userAgent: string;
};

type Try = { readonly outcome: Outcome<SearchResult>; readonly again: boolean; readonly retryAfterMs: number | null };

const withHidden = ({ url, hidden = {} }: ServiceRequest): URL => {
  const whole = new URL(url);
  for (const [name, value] of Object.entries(hidden)) whole.searchParams.set(name, value);
  return whole;
};

/** A literature service over HTTP, with rate limiting, retries with growing delays, and answers cached as blobs. */
export const createRemoteLiterature = (service: Service, parts: Parts): Literature => {
  const { limiter, timing, patience, blobs, cache, userAgent } = parts;
  const { name } = service;
  const aborted = failure('literature.aborted', `the search in ${name} was aborted`);

  const result = (bytes: Uint8Array, answer: CachedAnswer, url: URL, limit: number): Outcome<SearchResult> => {
    const read = service.read(new TextDecoder().decode(bytes));
    const { sha256, sizeBytes } = answer;
    if (!read.ok) return { ok: false, error: { ...read.error, details: { answer: sha256 } } };
    const evidence = [{ library: name, url: url.href, sha256, sizeBytes }];
    return success({ library: name, papers: read.value.slice(0, limit), evidence });
  };

  const remembered = async (question: string, url: URL, limit: number): Promise<Outcome<SearchResult> | undefined> => {
    const answer = await cache.find(question);
    const bytes = answer && (await blobs.get(answer.sha256).catch(() => undefined));
    const outcome = answer && bytes && result(bytes, answer, url, limit);
    return outcome?.ok ? outcome : undefined;
  };

  const judge = async (body: Body, question: string, url: URL, limit: number): Promise<Try> => {
    if (!body.ok) return { ...body, outcome: { ok: false, error: body.error } };
    const answer = { sha256: await blobs.put(body.bytes), sizeBytes: body.bytes.byteLength };
    const outcome = result(body.bytes, answer, url, limit);
    if (outcome.ok) await cache.keep(question, answer);
    return { outcome, again: !outcome.ok && outcome.error.code !== 'literature.refused', retryAfterMs: null };
  };

  const delayAfter = (attempt: number): number =>
    Math.min(patience.maximumDelayMs, patience.delayMs * 2 ** (attempt - 1)) * (0.5 + timing.random() / 2);

  /** The limiter waits before another attempt, so that all other requests to the service wait, too. */
  const ask = async (request: ServiceRequest, question: string, limit: number, signal: AbortSignal) => {
    const { timeoutMs, maximumBytes, attempts } = patience;
    const headers = { 'user-agent': userAgent, ...request.headers };
    const whole = { service: name, url: withHidden(request), headers, timeoutMs, maximumBytes };
    let outcome: Outcome<SearchResult> | undefined;
    for (let attempt = 1; attempt <= attempts; attempt += 1) {
      const body = await limiter.run(() => fetchBody(whole, timing, signal), signal);
      if (signal.aborted) return aborted;
      if (body === undefined) return outcome ?? closed();
      const tried = await judge(body, question, request.url, limit);
      outcome = tried.outcome;
      if (!tried.again) return outcome;
      limiter.holdOff(Math.max(tried.retryAfterMs ?? 0, delayAfter(attempt)));
    }
    return outcome ?? closed();
  };

  const closed = (): Outcome<never> =>
    failure(
      'literature.rate_limited',
      `${name} accepts no request for the next ${Math.ceil(limiter.closedForMs() / 1000)} s; the maximum wait is ${maximumWaitMs / 1000} s`,
    );

  return {
    name,
    search: async (query, limit, signal) => {
      if (signal.aborted) return aborted;
      if (queryWords(query).length === 0 || limit < 1) return success({ library: name, papers: [] });
      const request = service.request(query, limit);
      const question = `${name} ${request.url.href}`;
      return (await remembered(question, request.url, limit)) ?? (await ask(request, question, limit, signal));
    },
  };
};
