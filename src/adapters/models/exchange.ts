import type { ErrorCode } from '../../events/errors/registry.ts';
import type { ModelUsage } from '../../ports/model.ts';

/** An image's bytes are read by now: exchanges know no blobs. */
export type PromptPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly mediaType: 'image/png' | 'image/jpeg'; readonly base64: string };

export type Prompt = {
  readonly system: string;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: readonly PromptPart[] }[];
  readonly temperature: number;
  /** Room for the answer's own text. */
  readonly maxTokens: number;
  readonly answerSchema?: Readonly<Record<string, unknown>>;
};

/**
 * What a model or its server may not take, and what an exchange does without: `reasoning` is the room for hidden
 * reasoning beyond the answer's tokens; the limit of tokens has two names, of which a server may know only one; without
 * `schemaName` a schema goes as `{"type": "json_object", "schema": …}`, which some local servers know instead; without `system`
 * the system text goes before the first message.
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
  /** Refused by this model before: leave them out. */
  readonly refused: ReadonlySet<Option>;
};

export type Reply = {
  /** As it came, with any reasoning that stands in it. */
  readonly text: string;
  /** Reasoning that came beside the text. */
  readonly thoughts?: string;
  /** `length`: the limit of tokens; `full`: the model's context has no room for more. */
  readonly stop: 'end' | 'length' | 'full' | 'refusal';
  /** Why, when it refused. */
  readonly reason?: string;
  /** Undefined when the server does not tell. */
  readonly usage: ModelUsage | undefined;
  /** Which tariff it was charged by; `other` is one that the table of prices does not know. */
  readonly tariff: 'standard' | 'batch' | 'other';
};

/** One HTTP call, streamed. Throws a Fault for whatever the vendor or the network does. */
export type Exchange = (prompt: Prompt, call: ExchangeCall) => Promise<Reply>;

/** What arrived of an answer: the vendor may charge for it. */
export type Part = { readonly text: string; readonly usage: ModelUsage | undefined };

type FaultParts = {
  /** True when the same request may be answered another time. */
  readonly again?: boolean;
  /** What the vendor asks to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** The request would be taken without this. */
  readonly option?: Option | undefined;
  /** The same request may be taken when it is sent once more, before `option` is left out. */
  readonly onceMore?: boolean;
  /** The largest limit of tokens with which the request would be taken. */
  readonly tokenLimit?: number | undefined;
  readonly partial?: Part;
};

/** Why an exchange brought no reply: the message is one line for a person. */
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
