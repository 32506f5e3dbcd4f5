import type { Event } from '../events/envelope.ts';
import { type Outcome, success } from '../events/outcome.ts';
import type { Incoming } from '../machines/kit/kit.ts';

/** An event as a machine receives it, under the type that the machine uses for it. */
export const incoming = ({ id, scope, role, time, data }: Event, type: string): Incoming => ({
  type,
  id,
  scope,
  role,
  time,
  data,
});

/** Data of `task.completed` and `task.failed`, made by a worker or a host. */
type Result = {
  readonly key: string;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
};

export const resultIn = ({ data }: Event): { readonly key: string; readonly outcome: Outcome<unknown> } => {
  const { key, value, error } = data as Result;
  return { key, outcome: error === undefined ? success(value) : { ok: false, error } };
};
