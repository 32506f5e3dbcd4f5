import type { Outcome } from '../events/outcome.ts';
import type { Bound } from '../events/projections/cost.ts';

export type TextPart = { readonly type: 'text'; readonly text: string };
/** `blob`: SHA-256 of the image's bytes in the blob store. */
export type ImagePart = {
  readonly type: 'image';
  readonly mediaType: 'image/png' | 'image/jpeg';
  readonly blob: string;
};

export type Message = {
  readonly role: 'user' | 'assistant';
  readonly content: string | readonly (TextPart | ImagePart)[];
};

export type ModelRequest = {
  /** `role.step`, such as `coder.edit`: selects the model and labels cost. */
  readonly purpose: string;
  readonly system: string;
  readonly messages: readonly Message[];
  readonly temperature: number;
  readonly maxTokens: number;
  /** JSON Schema of the answer, when it is to be JSON. */
  readonly answerSchema?: Readonly<Record<string, unknown>>;
};

export type ModelUsage = {
  /** All of the request, what was read from or written to a cache included. */
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
  /** Written to the vendor's cache by this call; part of `inputTokens`. */
  readonly cacheWriteTokens?: number;
};

/** A try within one call that brought no answer, and how long was waited before the next. */
export type ModelTry = { readonly code: string; readonly message: string; readonly waitedMs: number };

export type ModelAnswer = {
  readonly text: string;
  /** `adapter:model`, such as `playbook:grokking`. */
  readonly model: string;
  /** `max_tokens`: it was cut off, and going on did not help. A refusal is a failure, `model.refused`. */
  readonly stopReason: 'end' | 'max_tokens';
  readonly usage: ModelUsage;
  /** US dollars; null when the price is unknown. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
  /** All that came, when the text is only a part of it: reasoning, marks, the frame of a tool call. */
  readonly raw?: string;
  /** How much of that was reasoning. */
  readonly thoughtCharacters?: number;
  /** Tries before the one that was answered; absent when there were none. */
  readonly tries?: readonly ModelTry[];
  /** What was left out of the request so that it fits the model's context, by which rule; absent when nothing was. */
  readonly dropped?: readonly string[];
};

export type ModelCall = {
  readonly signal: AbortSignal;
  /** Called with each piece of text as it arrives; telemetry only. */
  readonly onDelta: (text: string) => void;
  /** Called for each try that brought no answer, before the next; telemetry only. */
  readonly onTry?: (failed: ModelTry) => void;
  readonly readBlob: (sha256: string) => Promise<Uint8Array>;
};

/** Never throws for what a vendor or a model does: that is a coded failure. */
export interface Model {
  /** `adapter:model`, as recorded with each call. */
  readonly name: string;
  /** What one call can cost at most, estimated upwards from the request's length and `maxTokens`; pure. */
  bound(request: ModelRequest): Bound;
  answer(request: ModelRequest, call: ModelCall): Promise<Outcome<ModelAnswer>>;
}
