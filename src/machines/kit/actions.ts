import { assign } from 'xstate';
import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import type { Emission, Tasks, Work } from './types.ts';

export type Seen<C, E> = { readonly context: C; readonly event: E };

declare const sees: unique symbol;

/** An action of a machine; only `emit`, `emitEach`, `perform` and `keep` create one. */
export type Action<C, E> = { readonly [sees]: (seen: Seen<C, E>) => void };

/** Evaluated lazily, so that a replay that only follows the states does not pay for checks and for parsing answers. */
export type MakeEmission = () => Emission;

type Effects = { readonly emissions: readonly MakeEmission[] } | { readonly work: readonly Work[] };

/** XState's types cannot carry an action's context and event through a factory function. */
const action = <C, E>(type: 'emit' | 'perform', params: (seen: Seen<C, E>) => Effects) =>
  ({ type, params }) as unknown as Action<C, E>;

/** The action creators of one role. */
export type Actions<C, V extends Vocabulary, P extends Tasks> = {
  /** Publishes one event. */
  readonly emit: <E>(make: (context: C, event: E) => Emission<V>) => Action<C, E>;
  /** Publishes any number of events. They are created eagerly, because their number must be known. */
  readonly emitEach: <E>(make: (context: C, event: E) => readonly Emission<V>[]) => Action<C, E>;
  /** Requests any number of tasks. */
  readonly perform: <E>(make: (context: C, event: E) => Work<P> | readonly Work<P>[] | undefined) => Action<C, E>;
  /** Updates the actor's context. */
  readonly keep: <E>(change: (context: C, event: E) => Partial<C>) => Action<C, E>;
};

export const emit = <C, E>(make: (context: C, event: E) => Emission): Action<C, E> =>
  action('emit', ({ context, event }) => ({ emissions: [() => make(context, event)] }));

export const emitEach = <C, E>(make: (context: C, event: E) => readonly Emission[]): Action<C, E> =>
  action('emit', ({ context, event }) => ({ emissions: make(context, event).map((emission) => () => emission) }));

export const perform = <C, E>(make: (context: C, event: E) => Work | readonly Work[] | undefined): Action<C, E> =>
  action('perform', ({ context, event }) => ({ work: [make(context, event) ?? []].flat() }));

export const keep = <C, E>(change: (context: C, event: E) => Partial<C>): Action<C, E> =>
  assign(({ context, event }) => change(context as C, event as E)) as unknown as Action<C, E>;
