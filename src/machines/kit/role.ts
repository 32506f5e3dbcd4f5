import type { AnyStateMachine } from 'xstate';
import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import { type Actions, emit, emitEach, keep, perform } from './actions.ts';
import { type AnyMachine, machineOf } from './machine.ts';
import type { Machine } from './states.ts';
import type { ActorInput, Emission, EventsOf, Judgement, ResultsOf, Tasks } from './types.ts';

/** A role as the shell executes it. */
export type Role = {
  readonly name: string;
  readonly description: string;
  /** Kinds of scope; each scope of these kinds gets one actor. */
  readonly scopes: readonly string[];
  readonly machine: AnyStateMachine;
  /** Types that it consumes; results of its own tasks and its own events always reach it as well. */
  readonly consumes: readonly string[];
  /** Types that it publishes. */
  readonly events: Vocabulary;
  /** Kinds of task that it requests. */
  readonly performs: readonly string[];
  /** Keys of its questions to models; `<role>.<key>` is a purpose. */
  readonly questions: readonly string[];
};

/** A role's declaration: it determines what its machine can see and emit. */
type Manifest = {
  /** `[a-z0-9-]`, unique in a roster; part of every id that the role's actors create. */
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly ScopeKind[];
  /** Creates an actor's context when its scope is opened. */
  readonly context: (input: ActorInput) => object;
  readonly consumes: Vocabulary;
  readonly publishes: Vocabulary;
  /** Key -> kind of the task requested under it. */
  readonly performs: Tasks;
};

type ScopeKind = 'run' | 'baseline' | 'idea' | 'review';

type ContextOf<M extends Manifest> = ReturnType<M['context']>;

/** Type -> event, for everything that the machine of a role can see. */
type SeenBy<M extends Manifest> = EventsOf<M['consumes']> & EventsOf<M['publishes']> & ResultsOf<M['performs']>;

type QuestionKey<P extends Tasks> = {
  [K in keyof P & string]: P[K]['kind'] extends 'model' ? K : never;
}[keyof P & string];

/** A role without its machine, and the functions to build the machine. */
export type Maker<M extends Manifest> = Actions<ContextOf<M>, M['publishes'], M['performs']> & {
  readonly manifest: M;
  readonly createMachine: <S extends string>(
    machine: Machine<ContextOf<M>, SeenBy<M>, M['publishes'], QuestionKey<M['performs']>, S>,
  ) => AnyStateMachine;
  readonly withMachine: (machine: AnyStateMachine) => Role;
};

/** An event as the machine of a role sees it; any of them if no type is given. */
export type Heard<
  R extends { readonly manifest: Manifest },
  Type extends keyof SeenBy<R['manifest']> = keyof SeenBy<R['manifest']>,
> = SeenBy<R['manifest']>[Type];

/** An event that a role may publish. */
export type Emitted<R extends { readonly manifest: Manifest }> = Emission<R['manifest']['publishes']>;

/** The outcome of judging an answer to one of a role's questions. */
export type Judged<R extends { readonly manifest: Manifest }> = Judgement<R['manifest']['publishes']>;

/** Defines a role by its manifest, from which all types of its machine are derived. */
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
      questions: Object.entries(performs).flatMap(([key, { kind }]) => (kind === 'model' ? [key] : [])),
    }),
  };
};
