import { assign, type MachineContext, setup } from 'xstate';
import type { ActorInput, Incoming } from './role.ts';

/** An event to publish; without a scope it belongs to the actor's own. */
export type Emission = { readonly type: string; readonly data: unknown; readonly scope?: string };

/**
 * A task to publish. The key names the question within the actor: only the result of its latest task under a key is
 * delivered, as `result.<key>`. The input is rendered late, so that replaying does not pay for building prompts.
 */
export type Work = { readonly kind: string; readonly key: string; readonly input: () => unknown };

type Seen<C> = { readonly context: C; readonly event: any };

/** Made late: a replay that only follows the states does not pay for checks and for reading answers. */
export type MakeEmission = () => Emission;

/** Publishes one event. */
export const emit = <C>(make: (context: C, event: Incoming) => Emission) => ({
  type: 'emit' as const,
  params: ({ context, event }: Seen<C>) => ({ emissions: [() => make(context, event)] as readonly MakeEmission[] }),
});

/** Publishes several events, or none; they are made at once, since their number must be known. */
export const emitEach = <C>(make: (context: C, event: Incoming) => readonly Emission[]) => ({
  type: 'emit' as const,
  params: ({ context, event }: Seen<C>) => ({
    emissions: make(context, event).map(
      (emission): MakeEmission =>
        () =>
          emission,
    ),
  }),
});

/** Asks for one task, several, or none. */
export const perform = <C>(make: (context: C, event: Incoming) => Work | readonly Work[] | undefined) => ({
  type: 'perform' as const,
  params: ({ context, event }: Seen<C>) => ({ work: [make(context, event) ?? []].flat() as readonly Work[] }),
});

/** `assign` for what is kept of an event. Untyped outwards: XState cannot infer an action that stands apart from its machine. */
export const keep = <C>(change: (context: C, event: Incoming) => Partial<C>): any =>
  assign(({ context, event }: any) => change(context, event));

/** XState's setup with the two actions that a machine may use besides `assign`. */
export const roleSetup = <C extends MachineContext>() =>
  setup({
    types: { context: {} as C, events: {} as Incoming, input: {} as ActorInput },
    actions: {
      emit: (_, _params: { emissions: readonly MakeEmission[] }) => {},
      perform: (_, _params: { work: readonly Work[] }) => {},
    },
  });

/** Bounds eventless steps, so that a machine that chases its tail fails instead of hanging. */
export const machineOptions = { maxIterations: 1000 } as const;
