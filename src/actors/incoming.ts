import type { Event } from '../events/envelope.ts';
import { outputOf } from '../events/id.ts';
import { type Outcome, success } from '../events/outcome.ts';
import type { Incoming } from '../machines/kit/kit.ts';

/** The actor that an event or its task is of: events may belong to another scope than their actor. */
export const actorOf = ({ id }: Event): string => outputOf(id).replace(/\.[^.]*$/, '');

/** An event as a machine sees it, under the type by which its role knows it. */
export const incoming = ({ id, scope, role, time, data }: Event, type: string): Incoming => ({
  type,
  id,
  scope,
  role,
  time,
  data,
});

/** Data of `task.completed` and `task.failed`, as a worker or a host has made it. */
type Result = {
  readonly key: string;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
};

export const resultIn = ({ data }: Event): { readonly key: string; readonly outcome: Outcome<unknown> } => {
  const { key, value, error } = data as Result;
  return { key, outcome: error === undefined ? success(value) : { ok: false, error } };
};
