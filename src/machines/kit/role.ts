import type { AnyStateMachine } from 'xstate';
import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import { type Actions, emit, emitEach, keep, perform } from './actions.ts';
import { type AnyMachine, machineOf } from './machine.ts';
import type { Machine } from './states.ts';
import type { ActorInput, Emission, EventsOf, Judgement, ResultsOf, Tasks } from './types.ts';

/** A role as the shell runs it. */
export type Role = {
  readonly name: string;
  readonly description: string;
  /** Kinds of scope: there is one actor for each scope of these kinds. */
  readonly scopes: readonly string[];
  readonly machine: AnyStateMachine;
  /** Types it reacts to, besides the results of its own tasks and its own events, which always reach it. */
  readonly consumes: readonly string[];
  /** Types it publishes. */
  readonly events: Vocabulary;
  /** Task kinds it asks for. */
  readonly performs: readonly string[];
};

/** What a role says of itself: it decides what its machine can see and make. */
type Manifest = {
  /** `[a-z0-9-]`, unique in a roster; it is part of every id that its actors make. */
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly ScopeKind[];
  /** What an actor knows when its scope is opened. */
  readonly context: (input: ActorInput) => object;
  readonly consumes: Vocabulary;
  readonly publishes: Vocabulary;
  /** Key -> kind of the task that is asked for under it. */
  readonly performs: Tasks;
};

type ScopeKind = 'run' | 'baseline' | 'idea' | 'review';

type ContextOf<M extends Manifest> = ReturnType<M['context']>;

/** Type -> event, of all that the machine of a role can see. */
type SeenBy<M extends Manifest> = EventsOf<M['consumes']> & EventsOf<M['publishes']> & ResultsOf<M['performs']>;

type QuestionKey<P extends Tasks> = {
  [K in keyof P & string]: P[K]['kind'] extends 'model' ? K : never;
}[keyof P & string];

/** A role before it has its machine, and what its machine is made with. */
export type Maker<M extends Manifest> = Actions<ContextOf<M>, M['publishes'], M['performs']> & {
  readonly manifest: M;
  readonly createMachine: <S extends string>(
    machine: Machine<ContextOf<M>, SeenBy<M>, M['publishes'], QuestionKey<M['performs']>, S>,
  ) => AnyStateMachine;
  readonly withMachine: (machine: AnyStateMachine) => Role;
};

/** An event as the machine of a role sees it; without a type, any. */
export type Heard<
  R extends { readonly manifest: Manifest },
  Type extends keyof SeenBy<R['manifest']> = keyof SeenBy<R['manifest']>,
> = SeenBy<R['manifest']>[Type];

/** An event that a role may publish. */
export type Emitted<R extends { readonly manifest: Manifest }> = Emission<R['manifest']['publishes']>;

/** What the answer to one of a role's questions comes to. */
export type Judged<R extends { readonly manifest: Manifest }> = Judgement<R['manifest']['publishes']>;

/** The first half of a role: from its manifest follow the types of all that its machine is made of. */
export const defineRole = <const M extends Manifest>(manifest: M): Maker<M> => {
  const { name, description, scopes, context, consumes, publishes, performs } = manifest;
  return {
    manifest,
    emit,
    emitEach,
    perform,
    keep,
    createMachine: (machine) => machineOf(name, context, machine as AnyMachine),
    withMachine: (machine) => ({
      name,
      description,
      scopes,
      machine,
      consumes: Object.keys(consumes),
      events: publishes,
      performs: [...new Set(Object.values(performs).map(({ kind }) => kind))],
    }),
  };
};
