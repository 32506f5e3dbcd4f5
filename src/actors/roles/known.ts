import { CodedError } from '../../events/outcome.ts';
import type { RosterRecord } from '../../events/vocabulary/run.ts';
import type { TrustedRole, TrustedRoles } from '../../ports/trusted-roles.ts';
import type { LoadedRole, MissingRole } from '../roster.ts';
import { type LoadedRoles, loadRoles, ownRoles, placeOf } from './load.ts';

/** The sources of roles whose code may run here. */
export type KnownRoles = {
  /** The program's version, which is that of its built-in roles. */
  readonly version: string;
  /** Places that a person has named for this command. */
  readonly named: readonly string[];
  readonly trusted: TrustedRoles;
};

export type Recognised = LoadedRoles & { readonly missing: readonly MissingRole[] };

type Recorded = RosterRecord['roles'][number];

/** Loads the roles that a person has named, with the hash of each role's files. */
export const loadNamed = async ({ named, trusted, version }: KnownRoles): Promise<LoadedRoles> => {
  const hashes = await Promise.all(named.map((place) => trusted.hashOf(placeOf(place))));
  const { roles, performers } = await loadRoles(named, version);
  return { roles: roles.map((role, index) => ({ ...role, sha256: hashes[index] as string })), performers };
};

/** Trusts the named roles from now on, as long as their files are unchanged. */
export const remember = (trusted: TrustedRoles, roles: readonly LoadedRole[]): Promise<void> =>
  trusted.remember(
    roles.flatMap(({ role, from, sha256 }) => (sha256 === undefined ? [] : [{ name: role.name, from, sha256 }])),
  );

/** Finds a trusted place of the recorded name, with the recorded place or hash; otherwise returns the reason. */
const trustedPlace = async (role: Recorded, trusted: TrustedRoles): Promise<TrustedRole | { reason: string }> => {
  const candidates = (await trusted.list()).filter(
    ({ name, from, sha256 }) => name === role.name && (from === role.from || sha256 === role.sha256),
  );
  let reason = 'its code was never named on this machine';
  for (const candidate of candidates) {
    const { from, sha256 } = candidate;
    try {
      if ((await trusted.hashOf(placeOf(from))) === sha256) return candidate;
      reason = `the files at ${from} have changed since they were named`;
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      reason = error.message;
    }
  }
  return { reason };
};

/** Loads the one role of a place, which must have the recorded name; otherwise returns the reason. */
const single = async (name: string, place: string, version: string): Promise<LoadedRoles | string> => {
  try {
    const loaded = await loadRoles([place], version);
    const found = loaded.roles[0]?.role.name;
    return found === name ? loaded : `the role at ${place} is "${found}"`;
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return error.message;
  }
};

/**
 * Loads the roles that a log names and this machine knows: built in, named by a person now, or trusted by the hash of
 * their files. A log's entry only serves to look a role up; nothing is loaded from a place that a log gives.
 */
export const recogniseRoles = async (record: RosterRecord, known: KnownRoles): Promise<Recognised> => {
  const named = await loadNamed(known);
  const [roles, missing]: [LoadedRole[], MissingRole[]] = [[], []];
  const performers = [...named.performers];
  for (const role of record.roles) {
    const { name, from } = role;
    const given = named.roles.find((one) => one.role.name === name);
    if (from !== 'built-in' && given !== undefined) {
      roles.push(given);
      continue;
    }
    const isOwn = from === 'built-in' && ownRoles.includes(name);
    const found = isOwn ? { from: name } : await trustedPlace(role, known.trusted);
    const loaded = 'reason' in found ? found.reason : await single(name, found.from, known.version);
    if (typeof loaded === 'string') missing.push({ name, from, reason: loaded });
    else {
      roles.push(...loaded.roles.map((one) => ('sha256' in found ? { ...one, sha256: found.sha256 } : one)));
      performers.push(...loaded.performers);
    }
  }
  return { roles, performers, missing };
};

/** Returns one line for a person: which role is not loaded, why, and what to do. */
export const missingText = ({ name, from, reason }: MissingRole): string =>
  `role "${name}" (${from}) is not loaded, because ${reason}; name it by --roster <file>`;
