import { Fault, type Option } from './exchange.ts';

/** The shape of errors that both vendors' SDKs throw. */
export type VendorError = {
  readonly message: string;
  readonly status?: number | undefined;
  readonly headers?: Headers | undefined;
  /** The body, if it was JSON. */
  readonly error?: unknown;
  readonly cause?: unknown;
};

const limitOfTokens =
  /^(?=[\s\S]*(?:max_[a-z_]{0,20}tokens|output tokens|completion|new tokens))(?=[\s\S]*(?:too (?:large|high)|at most|maximum|valid range|exceed))/i;

/** The order matters: the key words of earlier options also occur in refusals of later ones. */
const optionPatterns: readonly (readonly [Option, RegExp])[] = [
  ['reasoning', limitOfTokens],
  ['maxTokensName', /max_completion_tokens(?:(?!max_completion_tokens)[\s\S])*instead/i],
  ['completionTokensName', /max_completion_tokens/i],
  ['temperature', /temperature|top_p|sampling param/i],
  ['schemaName', /json_schema|schema/i],
  [
    'answerSchema',
    /response_format|json_schema|json_object|output_config|output_format|structured output|guided|grammar|schema/i,
  ],
  ['streamUsage', /stream_options|include_usage/i],
  ['stream', /['"`]?\bstream(?:ing)?\b['"`]?[^.]{0,60}(?:not support|unsupported|not allowed|does not)/i],
  [
    'system',
    /system (?:role|message|prompt|instruction)s?[^.]{0,40}(?:not|un)[ -]?support|messages\[0\]\.role|unknown role|role[^.]{0,20}system[^.]{0,40}(?:not|invalid|unsupported)/i,
  ],
  ['caching', /cache_control/i],
  ['images', /^(?=[\s\S]*(?:image|vision|multimodal))[\s\S]*(?:support|unknown variant|only text|not a multimodal)/i],
];

/** Finds the sent option that a refusal names. */
const optionIn = (text: string, sent: ReadonlySet<Option>): Option | undefined =>
  optionPatterns.find(([option, pattern]) => sent.has(option) && pattern.test(text))?.[0];

const tooLong =
  /context[ _-]?(?:length|window|size|limit)|prompt is too long|input is too long|too many (?:input )?tokens|maximum context|exceeds? the (?:available )?context|request too large|request_too_large|reduce the length|input length/i;
/** Matches a fault of one image, not a refusal of all images. */
const badImage = /image exceeds|image dimensions|too many images|could not process image/i;
/** Matches an output that failed validation, not a missing feature: a retry of the same request may succeed. */
const failedJson = /json_validate_failed/i;
const noCredit = /insufficient_quota|exceeded your current quota|credit balance|insufficient balance/i;

const maximumMessageLength = 600;
const leastTokenLimit = 256;
/** Bound on the searched text: the key words come first, and a server may send any amount. */
const longestText = 4000;

const numberAt = (text: string, pattern: RegExp): number | undefined => {
  const found = pattern
    .exec(text)
    ?.slice(1)
    .find((group) => group !== undefined);
  return found === undefined ? undefined : Number(found.replaceAll(/[,_]/g, ''));
};

const contextTokens = /(?:context (?:length|window|size)(?: limit)?|max_model_len)\D{0,30}?([\d,]+)/i;
const promptTokens =
  /(?<![\d,])([\d,]{1,20}) (?:input tokens|tokens? (?:in|from) (?:the )?(?:messages|input|prompt)|in (?:the )?(?:messages|prompt))|(?:input|prompt)(?: has| contains| of)?:? ([\d,]{1,20}) tokens/i;
const mostTokens =
  /(?:at most|maximum (?:allowed )?(?:number )?(?:of )?(?:output tokens|completion tokens|value)?(?: is| of|:)?|less than or equal to|<=?|\[\s*\d+\s*,)\s*([\d,]+)/i;

/** Derives the accepted token limit from a refusal: the context left by the input, or the model's output limit. */
export const tokenLimitIn = (text: string): number | undefined => {
  if (!limitOfTokens.test(text)) return undefined;
  const context = numberAt(text, contextTokens);
  const prompt = numberAt(text, promptTokens);
  const limit = context !== undefined && prompt !== undefined ? context - prompt : numberAt(text, mostTokens);
  return limit !== undefined && limit >= leastTokenLimit ? limit : undefined;
};

/** Returns the vendor's message on one line. */
const wordsOf = ({ message, error }: VendorError): string => {
  const inner = (error as { error?: { message?: unknown }; message?: unknown } | undefined) ?? {};
  const words = inner.error?.message ?? inner.message ?? message;
  return String(words).replace(/\s+/g, ' ').trim().slice(0, maximumMessageLength);
};

/** Reads `Retry-After` in seconds or as a date, and its variant in milliseconds. */
export const retryAfterOf = (headers: Headers | undefined, now: number): number | undefined => {
  const milliseconds = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (milliseconds >= 0) return milliseconds;
  const text = headers?.get('retry-after') ?? '';
  if (text.trim() === '') return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
};

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const waitWords = /(?:retry|try again|retrydelay|reset)[^\d]{0,24}((?:\d+(?:\.\d+)?\s?(?:ms|h|m|s)(?![a-z])\s?)+)/i;

/** Returns the wait that a body requests, in milliseconds: `retry in 2.1s`, `"retryDelay": "2s"`, `try again in 6m0s`. */
export const waitIn = (text: string): number | undefined => {
  const words = waitWords.exec(text)?.[1];
  if (words === undefined) return undefined;
  return [...words.matchAll(/(?<!\d)(\d{1,20}(?:\.\d{1,20})?)\s?(ms|h|m|s)/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (unitMs[unit] ?? 0),
    0,
  );
};

/** Maps the type of an error within a stream, which has no status. */
const statusOfType: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  api_error: 500,
  server_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

const statusOf = ({ status, error }: VendorError): number | undefined => {
  if (status !== undefined) return status;
  const body = error as { type?: string; code?: unknown; error?: { type?: string } } | undefined;
  if (typeof body?.code === 'number') return body.code;
  return statusOfType[body?.error?.type ?? ''] ?? statusOfType[body?.type ?? ''] ?? statusOfType[String(body?.code)];
};

const refusal = (error: VendorError, text: string, sent: ReadonlySet<Option>): Fault => {
  if (badImage.test(text)) return new Fault('model.context_too_long', wordsOf(error));
  const words = wordsOf(error);
  if (failedJson.test(text)) return new Fault('model.rejected', words, { option: 'answerSchema', onceMore: true });
  const option = optionIn(text, sent);
  const tokenLimit = tokenLimitIn(text);
  if (option === undefined && tokenLimit === undefined && tooLong.test(text))
    return new Fault('model.context_too_long', words);
  return new Fault('model.rejected', words, { option, tokenLimit });
};

/** Matches refusals that some servers report as internal errors. */
const validation = /validation|unsupported|not supported|unrecogni[sz]ed|unexpected (?:keyword|field|value)|invalid/i;

/** Classifies an HTTP status; `sent` lists the options of the request. */
export const classifyStatus = (error: VendorError, sent: ReadonlySet<Option>, now: number): Fault => {
  const status = statusOf(error);
  const words = wordsOf(error);
  const text = `${words} ${JSON.stringify(error.error ?? '')}`.slice(0, longestText);
  const retryAfterMs = retryAfterOf(error.headers, now) ?? waitIn(text);
  if (
    status === 402 ||
    ((status === 400 || status === 403 || (status === 429 && retryAfterMs === undefined)) && noCredit.test(text))
  )
    return new Fault('model.no_credit', words);
  if (status === 401 || status === 403) return new Fault('model.unauthorized', words);
  if (status === 404) return new Fault('model.unknown', words, { option: optionIn(text, sent) });
  if (status === 413) return new Fault('model.context_too_long', words);
  if (status === 429 && /request too large/i.test(text)) return new Fault('model.context_too_long', words);
  if (status === 429) return new Fault('model.rate_limited', words, { again: true, retryAfterMs });
  if (status === 408 || status === 504) return new Fault('model.timed_out', words, { again: true, retryAfterMs });
  if (status === 409 || (status ?? 0) >= 500)
    return new Fault('model.unavailable', `${status} ${words}`, {
      again: true,
      retryAfterMs,
      option: validation.test(text) ? optionIn(text, sent) : undefined,
    });
  if (status === undefined) return new Fault('model.unavailable', words, { again: true });
  return refusal(error, text, sent);
};

/** Returns the message of a network error's innermost cause, which is specific, such as ECONNREFUSED. */
export const networkWords = (error: unknown): string => {
  const chain: string[] = [];
  for (let at = error; at instanceof Error && chain.length < 5; at = at.cause) {
    const code = (at as NodeJS.ErrnoException).code;
    const words = [code, at.message].filter((word) => word).join(' ');
    if (words !== '') chain.push(words);
  }
  return (chain.at(-1) ?? String(error)).replace(/\s+/g, ' ').slice(0, maximumMessageLength);
};
