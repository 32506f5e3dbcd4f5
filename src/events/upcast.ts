import { type Event, schemaName, versionOf } from './envelope.ts';
import { CodedError } from './outcome.ts';

/** The parts of a definition needed to upgrade an event. */
export type Versioned = {
  readonly version: number;
  /** Key n upgrades data of version n to version n + 1. */
  readonly upcasts?: Readonly<Record<number, (data: unknown) => unknown>>;
};

/**
 * Upgrades an event to the current version; unknown types are returned unchanged. Throws CodedError('event.version')
 * for a version that is newer than the definition's or has no upgrade path.
 */
export const upcast = (event: Event, definition: Versioned | undefined): Event => {
  const recorded = versionOf(event);
  if (definition === undefined || recorded === definition.version) return event;
  if (recorded > definition.version) {
    throw new CodedError(
      'event.version',
      `${event.type} was recorded in version ${recorded}, but this code supports versions up to ${definition.version}`,
    );
  }
  let data = event.data;
  for (let version = recorded; version < definition.version; version += 1) {
    const step = definition.upcasts?.[version];
    if (step === undefined) {
      throw new CodedError(
        'event.version',
        `${event.type} cannot be upgraded from version ${version} to ${version + 1}`,
      );
    }
    data = step(data);
  }
  return { ...event, dataschema: schemaName(event.type, definition.version), data };
};
