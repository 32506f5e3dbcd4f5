import { CodedError } from '../../events/outcome.ts';
import { rosterSchema } from '../../events/vocabulary/run.ts';
import type { EventDefinition } from '../../machines/kit/kit.ts';
import type { Recorded } from '../../ports/log.ts';
import { loadRoles, ownRoles } from '../load-roles.ts';
import { collectDefinitions, createRoster, type Roster } from '../roster.ts';

/** What this program knows of a run's roles. */
export type Knowledge = {
  readonly definitions: ReadonlyMap<string, EventDefinition>;
  /** Absent when not every role was loaded: then the log cannot be folded. */
  readonly roster: Roster | undefined;
  /** Why there is no roster. */
  readonly lack: string;
  /** True when this version of the program recorded the run. */
  readonly isOwn: boolean;
};

export type KnowledgeOptions = {
  readonly version: string;
  /** Loads the code of added roles, from where the log says, which then runs with the rights of this process. */
  readonly addedRoles: boolean;
};

/**
 * By the roster that a log records. What is checked may come from anybody, so that code from places which it names is
 * loaded only when that is asked for.
 */
export const knowledgeOf = async (first: Recorded | undefined, options: KnowledgeOptions): Promise<Knowledge> => {
  const { version, addedRoles } = options;
  const data = first?.event.data as { roster?: unknown; program?: { version?: unknown } } | null | undefined;
  const isOwn = data?.program?.version === version;
  const recorded = rosterSchema.safeParse(data?.roster);
  const listed = recorded.success ? recorded.data.roles : ownRoles.map((name) => ({ name, from: 'built-in' }));
  const isBuiltIn = ({ name, from }: { name: string; from: string }): boolean =>
    from === 'built-in' && ownRoles.includes(name);
  const strangers = listed.filter((role) => !isBuiltIn(role));
  const wanted = addedRoles ? listed : listed.filter(isBuiltIn);
  try {
    const { roles } = await loadRoles(
      wanted.map((role) => (isBuiltIn(role) ? role.name : role.from)),
      version,
    );
    const definitions = collectDefinitions(roles.map(({ role }) => role));
    if (!recorded.success) return { definitions, isOwn, roster: undefined, lack: 'the log records no roster' };
    if (wanted.length < listed.length) {
      const names = strangers.map(({ name, from }) => `${name} (${from})`).join(', ');
      return { definitions, isOwn, roster: undefined, lack: `added roles are not loaded: ${names}; see --added-roles` };
    }
    const kinds = roles.flatMap(({ role }) => role.performs);
    return { definitions, isOwn, roster: createRoster(roles, recorded.data.rename, kinds), lack: '' };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { definitions: collectDefinitions([]), isOwn, roster: undefined, lack: error.message };
  }
};
