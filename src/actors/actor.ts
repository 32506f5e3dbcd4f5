import { type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import type { ActorInput, Emission, Incoming, Role, Work } from '../machines/kit/index.ts';

/** One role at work in one scope: the snapshot of its machine and the row of its outputs. */
export type Actor = {
  readonly id: string;
  readonly role: Role;
  readonly scope: string;
  snapshot: AnyMachineSnapshot;
  /** How many outputs it has made. */
  outputs: number;
  /** key -> id of the latest task under it; only that task's result is delivered. */
  readonly latest: Map<string, string>;
  /** Set when its machine threw; it takes no more events. */
  failed: boolean;
};

type Action = { readonly type: string; readonly params?: unknown };

/** Actions in the order the machine gave them, each an emission or a piece of work. */
const collect = (actions: readonly Action[]): readonly (Emission | Work)[] =>
  actions.flatMap((action): readonly (Emission | Work)[] => {
    if (action.type === 'emit') return (action.params as { emissions: readonly Emission[] }).emissions;
    if (action.type === 'perform') return (action.params as { work: readonly Work[] }).work;
    return [];
  });

const healthy = (snapshot: AnyMachineSnapshot): AnyMachineSnapshot => {
  if (snapshot.status === 'error') throw snapshot.error;
  return snapshot;
};

export const openActor = (
  role: Role,
  input: ActorInput,
): { snapshot: AnyMachineSnapshot; asked: readonly (Emission | Work)[] } => {
  const [snapshot, actions] = initialTransition(role.machine, input);
  return { snapshot: healthy(snapshot as AnyMachineSnapshot), asked: collect(actions as readonly Action[]) };
};

export const stepActor = (actor: Actor, event: Incoming): readonly (Emission | Work)[] => {
  const [snapshot, actions] = transition(actor.role.machine, actor.snapshot, event);
  actor.snapshot = healthy(snapshot as AnyMachineSnapshot);
  return collect(actions as readonly Action[]);
};

/** `asking` or `drafting.asking`: where in its chart the actor is. */
export const statePath = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([name, inner]) => {
          const path = statePath(inner);
          return path === '' ? name : `${name}.${path}`;
        })
        .join(' | ');

/** An actor's state as data. What `run.started` says is left out: every actor has it, and it never changes. */
export const stateOf = (actor: Actor): Record<string, unknown> => {
  const { started: _, ...context } = actor.snapshot.context as Record<string, unknown>;
  return {
    actor: actor.id,
    state: statePath(actor.snapshot.value),
    status: actor.failed ? 'failed' : actor.snapshot.status,
    outputs: actor.outputs,
    context,
  };
};
