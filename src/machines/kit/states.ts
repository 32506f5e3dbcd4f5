import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import type { Action, Seen } from './actions.ts';
import type { Asking } from './asking.ts';
import type { Question } from './question.ts';

/** Type -> event, for everything that a machine can see. */
export type Events = Readonly<Record<string, { readonly type: string }>>;

export type Transition<C, E, S extends string> = {
  readonly target?: S;
  readonly guard?: (seen: Seen<C, E>) => boolean;
  readonly actions?: Action<C, E> | readonly Action<C, E>[];
  /** Exits and re-enters the state if it is its own target. */
  readonly reenter?: boolean;
};

/** A target, a transition, or a list from which the first transition whose guard holds is taken. */
export type Transitions<C, E, S extends string> = S | Transition<C, E, S> | readonly Transition<C, E, S>[];

type On<C, I extends Events, S extends string> = {
  readonly [T in keyof I | '*']?: Transitions<C, T extends keyof I ? I[T] : I[keyof I], S>;
};

type Plain<C, I extends Events, S extends string> = {
  readonly entry?: Action<C, I[keyof I]> | readonly Action<C, I[keyof I]>[];
  /** Taken without an event. */
  readonly always?: Transitions<C, I[keyof I], S>;
  readonly on?: On<C, I, S>;
  readonly tags?: 'waits-for-person';
};

/**
 * Repeats one question until its answer is usable or the attempts are spent: asking -> judging (until the recorded
 * answer returns) -> accepted | asking again | failed.
 */
type Asks<C, I extends Events, V extends Vocabulary, Key extends string, S extends string> = {
  readonly ask: Question<C, V, Key> & {
    /** The transition for each type of recorded answer; its data is taken from the event. */
    readonly accepted: { readonly [T in keyof V & keyof I]?: Transitions<C, I[T], S> };
    /** Target if the model cannot be reached or no answer was acceptable; `context.failure` says why. */
    readonly failed: S;
  };
};

export type State<C, I extends Events, V extends Vocabulary, Key extends string, S extends string> =
  | Plain<C, I, S>
  | (C extends Asking ? Asks<C, I, V, Key, S> : never);

type Parents<S extends string> = S extends `${infer Parent}.${string}` ? Parent : never;

/** A state, or the parent of others. */
type Target<S extends string> = S | Parents<S>;

/**
 * Defines a machine by its states. `writing.drafting` is a state within `writing`, whose first child is its initial
 * state. Targets are written the same way everywhere.
 */
export type Machine<C, I extends Events, V extends Vocabulary, Key extends string, S extends string> = {
  readonly initial?: NoInfer<Target<S>>;
  readonly entry?: Plain<C, I, never>['entry'];
  readonly on?: On<C, I, NoInfer<Target<S>>>;
  readonly states?: { readonly [K in S]: State<C, I, V, Key, NoInfer<Target<S>>> };
};
