import type { Event } from '../../events/envelope.ts';
import type { Outcome } from '../../events/outcome.ts';
import type { Given, Read, TaskDefinition, Vocabulary } from '../../events/vocabulary/definition.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Edit } from './edits/render.ts';

/** Input of a machine: every part is recorded, so that a replay creates the same actor. */
export type ActorInput = {
  readonly run: string;
  readonly scope: string;
  readonly started: RunStarted;
  /** The event that opened the scope. */
  readonly opening: Event;
};

/** Key -> kind of the task requested under it. */
export type Tasks = Readonly<Record<string, TaskDefinition>>;

type Head<Type> = {
  readonly type: Type;
  readonly id: string;
  readonly scope: string;
  readonly role: string;
  readonly time: string;
};

/** Type -> event of a vocabulary, as a machine sees it. */
export type EventsOf<V extends Vocabulary> = {
  readonly [T in keyof V & string]: Head<T> & { readonly data: Read<V[T]['schema']> };
};

/** `result.<key>` -> result of the latest task under that key. */
export type ResultsOf<P extends Tasks> = {
  readonly [K in keyof P & string as `result.${K}`]: Head<`result.${K}`> & {
    readonly outcome: Outcome<Read<P[K]['value']>>;
  };
};

/** An event to publish; it belongs to the actor's own scope by default. */
export type Emission<V extends Vocabulary = Vocabulary> = {
  readonly [T in keyof V & string]: {
    readonly type: T;
    readonly data: Given<V[T]['schema']>;
    readonly scope?: string;
  };
}[keyof V & string];

/**
 * A task to publish. The key names the question within the actor: only the result of the latest task under a key is
 * delivered, as `result.<key>`. The input is rendered lazily, so that replays do not pay for building prompts.
 */
export type Work<P extends Tasks = Tasks> = {
  readonly [K in keyof P & string]: {
    readonly kind: P[K]['kind'];
    readonly key: K;
    readonly input: () => Given<P[K]['input']>;
  };
}[keyof P & string];

/** The outcome of judging a model's answer: the event that records it, or a complaint for the model and the edits kept. */
export type Judgement<V extends Vocabulary = Vocabulary> =
  | Emission<V>
  | { readonly complaint: string; readonly kept?: readonly Edit[] };

/** An event as the shell delivers it. Results of an actor's own tasks have the type `result.<key>` and an outcome. */
export type Incoming = Head<string> & { readonly data: unknown; readonly outcome?: Outcome<unknown> };
