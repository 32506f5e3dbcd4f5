import { CodedError } from '../../events/outcome.ts';
import { rosterSchema } from '../../events/vocabulary/run.ts';
import type { EventDefinition } from '../../machines/kit/kit.ts';
import type { Recorded } from '../../ports/log.ts';
import { type KnownRoles, missingText, recogniseRoles } from '../roles/known.ts';
import { ownRoles } from '../roles/load.ts';
import { collectDefinitions, createRoster, type Roster } from '../roster.ts';

/** This program's knowledge of a run's roles. */
export type Knowledge = {
  readonly definitions: ReadonlyMap<string, EventDefinition>;
  /** Absent when the log cannot be folded. */
  readonly roster: Roster | undefined;
  /** Why there is no roster, or which roles it lacks; empty when all are known. */
  readonly lack: string;
  /** True when this version of the program recorded the run. */
  readonly isOwn: boolean;
};

/** Builds the log's recorded roster from the roles known here only, because the log may come from anyone. */
export const knowledgeOf = async (first: Recorded | undefined, known: KnownRoles): Promise<Knowledge> => {
  const data = first?.event.data as { roster?: unknown; program?: { version?: unknown } } | null | undefined;
  const isOwn = data?.program?.version === known.version;
  const recorded = rosterSchema.safeParse(data?.roster);
  const builtIn = { roles: ownRoles.map((name) => ({ name, from: 'built-in', version: '' })), rename: {} };
  try {
    const { roles, missing } = await recogniseRoles(recorded.success ? recorded.data : builtIn, known);
    const definitions = collectDefinitions(roles.map(({ role }) => role));
    if (!recorded.success) return { definitions, isOwn, roster: undefined, lack: 'the log records no roster' };
    const kinds = roles.flatMap(({ role }) => role.performs);
    const roster = createRoster(roles, recorded.data.rename, kinds, missing);
    return { definitions, isOwn, roster, lack: missing.map(missingText).join('; ') };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { definitions: collectDefinitions([]), isOwn, roster: undefined, lack: error.message };
  }
};
