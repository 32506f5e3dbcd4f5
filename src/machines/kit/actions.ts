import { assign } from 'xstate';
import type { Vocabulary } from '../../events/vocabulary/definition.ts';
import type { Emission, Tasks, Work } from './types.ts';

export type Seen<C, E> = { readonly context: C; readonly event: E };

declare const sees: unique symbol;

/** What a machine does on an event; made by `emit`, `emitEach`, `perform` and `keep` alone. */
export type Action<C, E> = { readonly [sees]: (seen: Seen<C, E>) => void };

/** Made late: a replay that only follows the states does not pay for checks and for reading answers. */
export type MakeEmission = () => Emission;

type Effects = { readonly emissions: readonly MakeEmission[] } | { readonly work: readonly Work[] };

/** XState's own types cannot carry an action's context and event through a function that makes it. */
const action = <C, E>(type: 'emit' | 'perform', params: (seen: Seen<C, E>) => Effects) =>
  ({ type, params }) as unknown as Action<C, E>;

/** The makers of actions of one role. */
export type Actions<C, V extends Vocabulary, P extends Tasks> = {
  /** Publishes one event. */
  readonly emit: <E>(make: (context: C, event: E) => Emission<V>) => Action<C, E>;
  /** Publishes several events, or none; they are made at once, since their number must be known. */
  readonly emitEach: <E>(make: (context: C, event: E) => readonly Emission<V>[]) => Action<C, E>;
  /** Asks for one task, several, or none. */
  readonly perform: <E>(make: (context: C, event: E) => Work<P> | readonly Work<P>[] | undefined) => Action<C, E>;
  /** Changes what the actor knows. */
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
