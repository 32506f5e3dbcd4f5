import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as z from 'zod';
import { CodedError } from '../../events/outcome.ts';
import { problemOf } from '../../events/problem.ts';
import type { RosterRecord } from '../../events/vocabulary/run.ts';
import type { Role } from '../../machines/kit/kit.ts';
import type { Performer } from '../performer.ts';
import type { LoadedRole } from '../roster.ts';

export type RoleModule = { readonly role: Role; readonly performers?: readonly Performer[] };
export type LoadedRoles = { readonly roles: readonly LoadedRole[]; readonly performers: readonly Performer[] };

/** The built-in roles in loading order; added roles load by the same mechanism. */
export const builtInRoles = [
  'director',
  'scientist',
  'coder',
  'experimenter',
  'writer',
  'reviewer',
  'referee',
] as const;

/** The roles that a review of one external paper uses instead. */
export const reviewRoles = ['desk', 'reviewer', 'referee'] as const;

/** The role of a run that another system recorded. */
export const importRoles = ['importer'] as const;

/** Tries a template that is not one of this project's. */
export const examinerRole = 'examiner';

/** Puts the examiner between the baseline and the Director, unless a role that a person added is there. */
export const withExaminer = (rename: RosterRecord['rename']): RosterRecord['rename'] => ({
  ...rename,
  director: {
    'experiment.completed': 'template.examined',
    'experiment.failed': 'template.refused',
    ...rename.director,
  },
});

/** Every role of this project. */
export const ownRoles: readonly string[] = [
  ...new Set([...builtInRoles, ...reviewRoles, ...importRoles, examinerRole]),
];

const rosterFileSchema = z.strictObject({
  /** Packages, or folders relative to the roster file. */
  roles: z.array(z.string()).default([]),
  rename: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});

/** The location of a role's code. */
type Place = { readonly entry: string; readonly root: string };

const packageName = /^(?:@\w[\w.-]*\/)?\w[\w.-]*(?:\/\w[\w.-]*)*$/;

/** Returns the nearest enclosing folder that is a package's. */
const packageFolder = (file: string): string => {
  for (let folder = dirname(file); dirname(folder) !== folder; folder = dirname(folder))
    if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(file);
};

/** Accepts only files, folders and packages: no URL, no data, and no built-in module of Node. */
const locate = (specifier: string): Place => {
  if (isAbsolute(specifier)) {
    const entry = /\.[cm]?[jt]s$/.test(specifier) ? specifier : join(specifier, 'index.ts');
    return { entry: pathToFileURL(entry).href, root: specifier };
  }
  if (!packageName.test(specifier)) throw new Error('it is neither a folder, a file nor a package');
  const entry = import.meta.resolve(specifier);
  if (!entry.startsWith('file:')) throw new Error('it is neither a folder, a file nor a package');
  return { entry, root: packageFolder(fileURLToPath(entry)) };
};

const notLoaded = (specifier: string, error: unknown): CodedError =>
  new CodedError('roster.not_loaded', `role "${specifier}" cannot be loaded: ${(error as Error).message}`, {
    cause: error,
  });

/** Returns the folder or file that holds a role's code. Throws CodedError('roster.not_loaded') for any other specifier. */
export const placeOf = (specifier: string): string => {
  try {
    return locate(specifier).root;
  } catch (error) {
    throw notLoaded(specifier, error);
  }
};

const isOwn = (specifier: string): boolean => ownRoles.includes(specifier);

/** The version of a role's own package; a role without one is identified by its files alone. */
const versionAt = async (root: string): Promise<string> => {
  try {
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    return typeof version === 'string' ? version : 'unversioned';
  } catch {
    return 'unversioned';
  }
};

const load = async (specifier: string, version: string): Promise<LoadedRole & RoleModule> => {
  let module: RoleModule;
  try {
    module = await import(isOwn(specifier) ? `../../machines/${specifier}/index.ts` : locate(specifier).entry);
  } catch (error) {
    throw notLoaded(specifier, error);
  }
  if (module.role?.machine === undefined) {
    throw new CodedError(
      'roster.no_role',
      `"${specifier}" exports no \`role\` with a machine: see examples/01-added-role`,
    );
  }
  if (isOwn(specifier)) return { ...module, from: 'built-in', version };
  return { ...module, from: specifier, version: await versionAt(placeOf(specifier)) };
};

/**
 * Loads built-in roles by name, and others from absolute paths and packages. This runs their code, so pass only
 * specifiers that a person has named, never text of a log. Throws CodedError('roster.not_loaded') or
 * CodedError('roster.no_role').
 */
export const loadRoles = async (specifiers: readonly string[], version: string): Promise<LoadedRoles> => {
  const loaded = await Promise.all(specifiers.map((specifier) => load(specifier, version)));
  return {
    roles: loaded.map(({ role, from, version: own }) => ({ role, from, version: own })),
    performers: loaded.flatMap(({ performers }) => performers ?? []),
  };
};

/** Reads a roster file: the roles to add to the built-in ones, and their renamed events. */
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
