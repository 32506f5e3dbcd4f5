import type { Event } from '../events/envelope.ts';
import type { Incoming } from '../machines/kit/kit.ts';

/** What a machine is given of an event, under the type by which it knows it. */
export const incoming = (event: Event, type: string): Incoming => ({
  type,
  id: event.id,
  scope: event.scope,
  role: event.role,
  time: event.time,
  data: event.data,
});
