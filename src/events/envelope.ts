import * as z from 'zod';
import { workScope } from './id.ts';

/**
 * CloudEvents 1.0 in JSON, with extension attributes for the run, the scope, the role and the causes.
 * Source: the CloudEvents specification, section "Context Attributes".
 */
export const envelopeSchema = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/),
  subject: z.string(),
  time: z.string(),
  datacontenttype: z.literal('application/json'),
  /** `<type>/v<version>`. */
  dataschema: z.string(),
  run: z.string().min(1),
  scope: z.string().min(1),
  role: z.string().min(1),
  /** The event whose folding produced this one; its own id for a first cause. */
  causationid: z.string(),
  /**
   * What the chain of causes is about: the idea (or the baseline) that the scope belongs to, `run` outside of any. A
   * reader that wants all of one idea, its reviews included, selects by it. Early logs have the scope itself here.
   */
  correlationid: z.string(),
  data: z.unknown(),
});

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

/** The version in an event's `dataschema`; 1 when it has none. */
export const versionOf = (event: Event): number => Number(/\/v(\d+)$/.exec(event.dataschema)?.[1] ?? 1);

/** The only place where an event gets its time; `time` is RFC 3339 in UTC. */
export const seal = (draft: EventDraft, time: string): Event => ({
  specversion: '1.0',
  id: draft.id,
  source: `/ai-scientist/${draft.run}/${draft.role}`,
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
