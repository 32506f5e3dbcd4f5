import { type Event, seal } from './envelope.ts';
import { rootScope } from './id.ts';
import { CodedError } from './outcome.ts';
import type { Read } from './vocabulary/definition.ts';
import { importEvents } from './vocabulary/imported.ts';
import { requestEvents, shellEvents } from './vocabulary/shell.ts';

const definitions = { ...shellEvents, ...requestEvents, ...importEvents };
type Definitions = typeof definitions;

/** Types of the events that no role publishes: the shell's own, and people's requests. */
export type ShellEventType = keyof Definitions;

/** The data of events of this type. */
export type ShellData<Type extends ShellEventType> = Read<Definitions[Type]['schema']>;

export type ShellEventHead = {
  readonly id: string;
  readonly run: string;
  /** The author: `host`, `worker`, `human`, or the role whose task the event is about. */
  readonly role: string;
  /** Defaults to the run's scope. */
  readonly scope?: string;
  /** Defaults to the event itself: nothing in the log caused it. */
  readonly causationid?: string;
};

/**
 * Creates an event of the shell or of a person. Its version is the vocabulary's; its data is validated by the schema
 * but recorded as given. Throws CodedError('event.invalid').
 */
export const shellEvent = <Type extends ShellEventType>(
  type: Type,
  data: ShellData<Type>,
  { id, run, role, scope = rootScope, causationid = id }: ShellEventHead,
  time: string,
): Event => {
  const { schema, version } = definitions[type];
  const checked = schema.safeParse(data);
  if (!checked.success) {
    const { path, message } = checked.error.issues[0] ?? { path: [], message: '' };
    throw new CodedError('event.invalid', `${type} ${id}: ${path.join('.') || 'its data'}: ${message}`);
  }
  return seal({ id, type, version, run, scope, role, causationid, data }, time);
};
