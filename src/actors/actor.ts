import type { AnyMachineSnapshot } from 'xstate';
import type { Event } from '../events/envelope.ts';
import { outputOf } from '../events/id.ts';
import type { Role } from '../machines/kit/kit.ts';

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
  /** Set when its machine threw or published what it may not, to the reason: it takes no more events. */
  failure: string | undefined;
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
    status: actor.failure !== undefined ? 'failed' : actor.snapshot.status,
    outputs: actor.outputs,
    context,
  };
};

/** The actor that an event or its task is of: events may belong to another scope than their actor. */
export const actorOf = ({ id }: Event): string => outputOf(id).replace(/\.[^.]*$/, '');
