import type * as z from 'zod';
import type { envelopeSchema } from './envelope-schema.ts';
import { workScope } from './id.ts';

/** CloudEvents 1.0; the schema is separate, because most readers of events do not need it. */
export type Event<Data = unknown> = Omit<z.infer<typeof envelopeSchema>, 'data'> & { readonly data: Data };

export type EventDraft = {
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly run: string;
  readonly scope: string;
  readonly role: string;
  readonly causationid: string;
  readonly data: unknown;
};

export const schemaName = (type: string, version: number): string => `${type}/v${version}`;

/** The version in an event's `dataschema`; 1 if it has none. */
export const versionOf = (event: Event): number => Number(/\/v(\d+)$/.exec(event.dataschema)?.[1] ?? 1);

const sourceOf = (run: string, role: string): string => `/ai-scientist/${run}/${role}`;

/** The same event as one that `run` recorded. */
export const recordedBy = (run: string, event: Event): Event => ({ ...event, run, source: sourceOf(run, event.role) });

/** The only place that sets an event's time; `time` is RFC 3339 in UTC. */
export const seal = (draft: EventDraft, time: string): Event => ({
  specversion: '1.0',
  id: draft.id,
  source: sourceOf(draft.run, draft.role),
  type: draft.type,
  subject: draft.scope,
  time,
  datacontenttype: 'application/json',
  dataschema: schemaName(draft.type, draft.version),
  run: draft.run,
  scope: draft.scope,
  role: draft.role,
  causationid: draft.causationid,
  correlationid: workScope(draft.scope),
  data: draft.data,
});
