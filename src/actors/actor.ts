import type { AnyMachineSnapshot } from 'xstate';
import type { Role } from '../machines/kit/kit.ts';

/** One role's instance in one scope: the snapshot of its machine and its output sequence. */
export type Actor = {
  readonly id: string;
  readonly role: Role;
  readonly scope: string;
  snapshot: AnyMachineSnapshot;
  /** The number of outputs it has made. */
  outputs: number;
  /** key -> id of the latest task with that key; only that task's result is delivered. */
  readonly latest: Map<string, string>;
  /** The reason why its machine failed: it threw, or published an undeclared event. The actor takes no more events. */
  failure: string | undefined;
};

/** The path of the actor's state in its chart: `asking` or `drafting.asking`. */
export const statePath = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as Record<string, unknown>)
        .map(([name, inner]) => {
          const path = statePath(inner);
          return path === '' ? name : `${name}.${path}`;
        })
        .join(' | ');

/** An actor's state as data, without the data of `run.started`: every actor has that, and it never changes. */
export const stateOf = (actor: Actor): Record<string, unknown> => {
  const { started: _, ...context } = actor.snapshot.context as Record<string, unknown>;
  return {
    actor: actor.id,
    state: statePath(actor.snapshot.value),
    status: actor.failure !== undefined ? 'failed' : actor.snapshot.status,
    outputs: actor.outputs,
    context,
  };
};
