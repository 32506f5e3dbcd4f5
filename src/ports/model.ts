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
 * What a model answers, as it is recorded; the performer adds what was asked, and puts into a blob what came (`raw`), when the
 * text is only a part of it.
 */
export type ModelAnswer = Omit<Value, 'purpose' | 'request'>;
export type ModelUsage = Value['usage'];
/** A try within one call that brought no answer, and how long was waited before the next. */
export type ModelTry = NonNullable<Value['tries']>[number];

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
