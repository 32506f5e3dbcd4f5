import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as z from 'zod';
import { CodedError } from '../events/outcome.ts';
import { problemOf } from '../events/problem.ts';
import type { RosterRecord } from '../events/vocabulary/run.ts';
import type { Role } from '../machines/kit/kit.ts';
import type { Performer } from './performer.ts';
import type { LoadedRole } from './roster.ts';

export type RoleModule = { readonly role: Role; readonly performers?: readonly Performer[] };
export type LoadedRoles = { readonly roles: readonly LoadedRole[]; readonly performers: readonly Performer[] };

/** Loaded in this order, by the same mechanism as added roles. */
export const builtInRoles = [
  'director',
  'scientist',
  'coder',
  'experimenter',
  'writer',
  'reviewer',
  'referee',
] as const;

/** In place of those: what a review of one paper from outside takes. */
export const reviewRoles = ['desk', 'reviewer', 'referee'] as const;

/** Every role of this project. */
export const ownRoles: readonly string[] = [...new Set([...builtInRoles, ...reviewRoles])];

const rosterFileSchema = z.strictObject({
  /** Packages, or folders relative to the file. */
  roles: z.array(z.string()).default([]),
  rename: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

const locate = (specifier: string): string => {
  if (ownRoles.includes(specifier)) return `../machines/${specifier}/index.ts`;
  if (isAbsolute(specifier))
    return pathToFileURL(/\.[cm]?[jt]s$/.test(specifier) ? specifier : join(specifier, 'index.ts')).href;
  return specifier;
};

const load = async (specifier: string, version: string): Promise<LoadedRole & RoleModule> => {
  let module: RoleModule;
  try {
    module = await import(locate(specifier));
  } catch (error) {
    throw new CodedError('roster.not_loaded', `role "${specifier}" cannot be loaded: ${(error as Error).message}`, {
      cause: error,
    });
  }
  if (module.role?.machine === undefined) {
    throw new CodedError(
      'roster.no_role',
      `"${specifier}" exports no \`role\` with a machine: see examples/01-added-role`,
    );
  }
  const from = ownRoles.includes(specifier) ? 'built-in' : specifier;
  return { ...module, from, version };
};

/** Loads role folders and packages. Throws CodedError('roster.not_loaded') or CodedError('roster.no_role'). */
export const loadRoles = async (specifiers: readonly string[], version: string): Promise<LoadedRoles> => {
  const loaded = await Promise.all(specifiers.map((specifier) => load(specifier, version)));
  return {
    roles: loaded.map(({ role, from }) => ({ role, from, version })),
    performers: loaded.flatMap(({ performers }) => performers ?? []),
  };
};

/** Reads a roster file: roles to add to the built-in ones, and what they rename. */
export const readRosterFile = async (
  path: string,
): Promise<{ roles: readonly string[]; rename: RosterRecord['rename'] }> => {
  try {
    const { roles, rename } = rosterFileSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    const folder = dirname(resolve(path));
    return { roles: roles.map((role) => (role.startsWith('.') ? resolve(folder, role) : role)), rename };
  } catch (error) {
    throw new CodedError('roster.unreadable', `roster file ${path}: ${problemOf(error)}`, { cause: error });
  }
};
