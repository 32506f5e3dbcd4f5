import type { Outcome } from '../events/outcome.ts';
import type { Bound } from '../events/projections/cost.ts';
import type { Read } from '../events/vocabulary/definition.ts';
import type { tasks } from '../events/vocabulary/tasks.ts';

type Task = typeof tasks.model;
type Value = Read<Task['value']>;

export type ModelRequest = Read<Task['input']>;
export type Message = ModelRequest['messages'][number];
type Part = Exclude<Message['content'], string>[number];
export type TextPart = Extract<Part, { readonly type: 'text' }>;
export type ImagePart = Extract<Part, { readonly type: 'image' }>;

/**
 * A model's answer as recorded; the performer adds the request, and stores the raw answer (`raw`) as a blob when the text
 * is only a part of it.
 */
export type ModelAnswer = Omit<Value, 'purpose' | 'request'>;
export type ModelUsage = Value['usage'];
/** A failed try within one call, and the wait before the next. */
export type ModelTry = NonNullable<Value['tries']>[number];

export type ModelCall = {
  readonly signal: AbortSignal;
  /** Called with each piece of text as it arrives; telemetry only. */
  readonly onDelta: (text: string) => void;
  /** Called for each failed try, before the next; telemetry only. */
  readonly onTry?: (failed: ModelTry) => void;
  readonly readBlob: (sha256: string) => Promise<Uint8Array>;
};

/** Answers requests. A vendor's or a model's fault is a coded failure and is never thrown. */
export interface Model {
  /** `adapter:model`, recorded with each call. */
  readonly name: string;
  /** Returns an upper bound on one call's cost, estimated from the request's length and `maxTokens`; pure. */
  bound(request: ModelRequest): Bound;
  answer(request: ModelRequest, call: ModelCall): Promise<Outcome<ModelAnswer>>;
}
