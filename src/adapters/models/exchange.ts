import type { ErrorCode } from '../../events/errors/registry.ts';
import type { ModelUsage } from '../../ports/model.ts';

/** Images contain their bytes, because exchanges do not access blobs. */
export type PromptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mediaType: 'image/png' | 'image/jpeg'; readonly base64: string };

export type Prompt = {
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly PromptPart[] }[];
  readonly temperature: number;
  /** Token limit for the answer's own text. */
  readonly maxTokens: number;
  readonly answerSchema?: Readonly<Record<string, unknown>>;
};

/**
 * Options that a model or its server may refuse and an exchange can leave out. `reasoning`: tokens for hidden reasoning
 * in addition to the answer's. The token limit has two names, and a server may know only one. Without `schemaName`, a
 * schema is sent as `{"type": "json_object", "schema": …}`, which some local servers expect. Without `system`, the system
 * text precedes the first message.
 */
export type Option =
  | 'temperature'
  | 'answerSchema'
  | 'reasoning'
  | 'maxTokensName'
  | 'completionTokensName'
  | 'streamUsage'
  | 'stream'
  | 'system'
  | 'schemaName'
  | 'caching'
  | 'images';

export type ExchangeCall = {
  readonly signal: AbortSignal;
  readonly onText: (text: string) => void;
  /** Options that this model has refused, to be left out. */
  readonly refused: ReadonlySet<Option>;
};

export type Reply = {
  /** The raw text, including any reasoning in it. */
  readonly text: string;
  /** Reasoning received separately from the text. */
  readonly thoughts?: string;
  /** `length`: the token limit was reached; `full`: the model's context is full. */
  readonly stop: 'end' | 'length' | 'full' | 'refusal';
  /** The reason for a refusal. */
  readonly reason?: string;
  /** Undefined when the server does not report it. */
  readonly usage: ModelUsage | undefined;
  /** The tariff charged; `other` is missing from the price table. */
  readonly tariff: 'standard' | 'batch' | 'other';
};

/** Makes one streamed HTTP call. Throws a Fault for every error of the vendor or the network. */
export type Exchange = (prompt: Prompt, call: ExchangeCall) => Promise<Reply>;

/** The received part of an answer, which the vendor may charge. */
export type Part = { readonly text: string; readonly usage: ModelUsage | undefined };

type FaultParts = {
  /** True when a retry of the same request may succeed. */
  readonly again?: boolean;
  /** The wait that the vendor requests, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The option to leave out so that the request is accepted. */
  readonly option?: Option | undefined;
  /** True to retry the same request once before leaving out `option`. */
  readonly onceMore?: boolean;
  /** The largest accepted token limit. */
  readonly tokenLimit?: number | undefined;
  readonly partial?: Part;
};

/** The reason why an exchange failed; the message is one line for a person. */
export class Fault extends Error {
  readonly code: ErrorCode;
  readonly parts: FaultParts;

  constructor(code: ErrorCode, message: string, parts: FaultParts = {}) {
    super(message);
    this.name = 'Fault';
    this.code = code;
    this.parts = parts;
  }
}
