import type { Outcome } from '../events/outcome.ts';

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
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedInputTokens: number;
};

export type ModelAnswer = {
  readonly text: string;
  /** `adapter:model`, such as `playbook:grokking`. */
  readonly model: string;
  readonly stopReason: 'end' | 'max_tokens' | 'refusal';
  readonly usage: ModelUsage;
  /** US dollars; null when the price is unknown. */
  readonly costUsd: number | null;
  readonly latencyMs: number;
};

export type ModelCall = {
  readonly signal: AbortSignal;
  /** Called with each piece of text as it arrives; telemetry only. */
  readonly onDelta: (text: string) => void;
  readonly readBlob: (sha256: string) => Promise<Uint8Array>;
};

/** Never throws for what a vendor or a model does: that is a coded failure. */
export interface Model {
  /** `adapter:model`, as recorded with each call. */
  readonly name: string;
  answer(request: ModelRequest, call: ModelCall): Promise<Outcome<ModelAnswer>>;
}
