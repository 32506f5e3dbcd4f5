import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import type { Action, Seen } from './actions.ts';
import type { Asking } from './asking.ts';
import type { Question } from './question.ts';

/** Type -> event, of all that a machine can see. */
export type Events = Readonly<Record<string, { readonly type: string }>>;

export type Transition<C, E, S extends string> = {
  readonly target?: S;
  readonly guard?: (seen: Seen<C, E>) => boolean;
  readonly actions?: Action<C, E> | readonly Action<C, E>[];
  /** Leaves the state and enters it again, where the target is the state itself. */
  readonly reenter?: boolean;
};

/** A target, a transition, or several of which the first is taken whose guard holds. */
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
 * One question until its answer can be used or the attempts are spent:
 * asking -> judging (the recorded answer comes back) -> accepted | asking again | failed.
 */
type Asks<C, I extends Events, V extends Vocabulary, Key extends string, S extends string> = {
  readonly ask: Question<C, V, Key> & {
    /** For each type of recorded answer, the transition it causes; what is kept is taken from the event. */
    readonly accepted: { readonly [T in keyof V & keyof I]?: Transitions<C, I[T], S> };
    /** Target when the model cannot be reached or no answer was acceptable; `context.failure` says why. */
    readonly failed: S;
  };
};

export type State<C, I extends Events, V extends Vocabulary, Key extends string, S extends string> =
  | Plain<C, I, S>
  | (C extends Asking ? Asks<C, I, V, Key, S> : never);

type Parents<S extends string> = S extends `${infer Parent}.${string}` ? Parent : never;

/** A state, or the parent of some. */
type Target<S extends string> = S | Parents<S>;

/**
 * A machine by its states. `writing.drafting` is a state within `writing`, which begins with the first such. Targets are
 * written in the same way, from every place.
 */
export type Machine<C, I extends Events, V extends Vocabulary, Key extends string, S extends string> = {
  readonly initial?: NoInfer<Target<S>>;
  readonly entry?: Plain<C, I, never>['entry'];
  readonly on?: On<C, I, NoInfer<Target<S>>>;
  readonly states?: { readonly [K in S]: State<C, I, V, Key, NoInfer<Target<S>>> };
};
