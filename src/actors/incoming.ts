import type { Event } from '../events/envelope.ts';
import { type Outcome, success } from '../events/outcome.ts';
import type { Incoming } from '../machines/kit/kit.ts';

/** What a machine is given of an event, under the type by which it knows it. */
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
