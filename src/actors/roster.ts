import type { ZodType } from 'zod';
import type { ErrorCode } from '../events/errors/registry.ts';
import { reservedTokens } from '../events/id.ts';
import { CodedError } from '../events/outcome.ts';
import { importEvents } from '../events/vocabulary/imported.ts';
import type { RosterRecord } from '../events/vocabulary/run.ts';
import { requestEvents, shellEvents } from '../events/vocabulary/shell.ts';
import type { EventDefinition, Role } from '../machines/kit/kit.ts';
import { checkMachine } from './roles/check-machine.ts';

/** A role and its origin: `built-in`, or a package's name or folder. */
export type LoadedRole = {
  readonly role: Role;
  readonly from: string;
  readonly version: string;
  /** Hash of its files; absent for built-in roles and those of tests. */
  readonly sha256?: string;
};

/** A role that a log names and whose code is not loaded: its recorded outputs are accepted unchecked. */
export type MissingRole = { readonly name: string; readonly from: string; readonly reason: string };

/** A role that consumes an event, and the type that its machine uses for it. */
export type Consumer = { readonly role: string; readonly as: string };

/** The roles of a run, checked for compatibility and indexed for the fold. */
export type Roster = {
  readonly record: RosterRecord;
  readonly roles: ReadonlyMap<string, Role>;
  readonly missing: ReadonlyMap<string, MissingRole>;
  readonly definitions: ReadonlyMap<string, EventDefinition>;
  readonly consumers: ReadonlyMap<string, readonly Consumer[]>;
  readonly schemas: ReadonlyMap<string, ZodType>;
};

/** Names of the roles that request tasks of a kind, in roster order. */
export const rolesAskingFor = (kind: string, roles: Iterable<Role>): readonly string[] =>
  [...roles].filter(({ performs }) => performs.includes(kind)).map(({ name }) => name);

type Rename = RosterRecord['rename'];

const fail = (code: ErrorCode, message: string): never => {
  throw new CodedError(code, message);
};

const collectRoles = (loaded: readonly LoadedRole[]): Map<string, Role> => {
  const roles = new Map<string, Role>();
  for (const { role, from } of loaded) {
    if (!/^[a-z0-9-]+$/.test(role.name))
      fail('roster.name', `role "${role.name}" of ${from}: a name may contain only a-z, 0-9 and -`);
    if (reservedTokens.has(role.name)) fail('roster.name', `role "${role.name}" of ${from}: that name is reserved`);
    if (roles.has(role.name))
      fail('roster.duplicate', `two roles are named "${role.name}": rename one, or drop ${from}`);
    checkMachine(role);
    roles.set(role.name, role);
  }
  return roles;
};

/** Throws CodedError('roster.event_conflict'). */
export const collectDefinitions = (roles: Iterable<Role>): Map<string, EventDefinition> => {
  const definitions = new Map<string, EventDefinition>(
    Object.entries({ ...shellEvents, ...requestEvents, ...importEvents }),
  );
  for (const role of roles) {
    for (const [type, definition] of Object.entries(role.events)) {
      const other = definitions.get(type);
      if (other !== undefined && other !== definition) {
        fail('roster.event_conflict', `role "${role.name}" publishes ${type}, which another role defines differently`);
      }
      definitions.set(type, definition);
    }
  }
  return definitions;
};

const collectConsumers = (
  roles: ReadonlyMap<string, Role>,
  missing: ReadonlyMap<string, MissingRole>,
  rename: Rename,
): Map<string, Consumer[]> => {
  const consumers = new Map<string, Consumer[]>();
  for (const role of Object.keys(rename)) {
    if (!roles.has(role) && !missing.has(role))
      fail('roster.rename', `the roster renames events for "${role}", which is not one of its roles`);
  }
  for (const role of roles.values()) {
    const renamed = rename[role.name] ?? {};
    for (const type of Object.keys(renamed)) {
      if (!role.consumes.includes(type))
        fail('roster.rename', `role "${role.name}" does not consume ${type}: nothing to rename`);
    }
    for (const type of role.consumes) {
      const given = renamed[type] ?? type;
      consumers.set(given, [...(consumers.get(given) ?? []), { role: role.name, as: type }]);
    }
  }
  return consumers;
};

/**
 * Throws CodedError('roster.*') for incompatible roles. `kinds`: task kinds that have a performer. When roles are
 * missing, events that no loaded role publishes may be consumed.
 */
export const createRoster = (
  loaded: readonly LoadedRole[],
  rename: Rename,
  kinds: readonly string[],
  unloaded: readonly MissingRole[] = [],
): Roster => {
  const missing = new Map(unloaded.map((role) => [role.name, role]));
  const roles = collectRoles(loaded);
  const definitions = collectDefinitions(roles.values());
  const consumers = collectConsumers(roles, missing, rename);
  for (const [type, list] of consumers) {
    if (!definitions.has(type) && missing.size === 0) {
      fail(
        'roster.unpublished',
        `role "${list[0]?.role}" consumes ${type}, which no role publishes: correct it or add the role that does`,
      );
    }
  }
  for (const role of roles.values()) {
    for (const kind of role.performs) {
      if (!kinds.includes(kind))
        fail('roster.unperformed', `role "${role.name}" requests ${kind} tasks, which have no performer`);
    }
  }
  return {
    record: { roles: loaded.map(({ role, ...rest }) => ({ name: role.name, ...rest })), rename },
    roles,
    missing,
    definitions,
    consumers,
    schemas: new Map([...definitions].map(([type, definition]) => [type, definition.schema])),
  };
};
