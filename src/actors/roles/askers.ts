import { CodedError } from '../../events/outcome.ts';
import type { Role } from '../../machines/kit/kit.ts';
import type { TrustedRoles } from '../../ports/trusted-roles.ts';
import { loadRoles, ownRoles } from './load.ts';

/** A role that asks models. `questions` is absent for a role whose code is not loaded. */
export type Asker = { readonly name: string; readonly questions?: readonly string[] };

/**
 * Returns the roles that ask models: of the run, of this project, and of those that this machine trusts. One
 * configuration serves every run on a machine, so it may name roles that a run does not have.
 */
export const askersBeside = async (
  roles: readonly Role[],
  trusted: TrustedRoles,
  version: string,
): Promise<readonly Asker[]> => {
  const own = (await loadRoles(ownRoles, version)).roles.map(({ role }) => role);
  const loaded = [...own, ...roles].filter(({ questions }) => questions.length > 0);
  const others = (await trusted.list()).filter(({ name }) => loaded.every((role) => role.name !== name));
  return [...loaded.map(({ name, questions }) => ({ name, questions })), ...others.map(({ name }) => ({ name }))];
};

const problemOf = (place: string, askers: readonly Asker[]): string | undefined => {
  const [name = '', question] = place.split('.');
  const asker = askers.find((one) => one.name === name);
  if (place === 'default') return undefined;
  if (asker === undefined) {
    const roles = [...new Set(askers.map((one) => one.name))].join(', ');
    return `"${place}" names no role that asks a model: there are default, ${roles}`;
  }
  if (question === undefined || asker.questions === undefined || asker.questions.includes(question)) return undefined;
  const purposes = asker.questions.map((one) => `${name}.${one}`).join(', ');
  return `"${place}" is no purpose: the ${name} has ${purposes}`;
};

/** Refuses a configuration that gives a model to a role or purpose that does not exist. Throws CodedError('config.broken'). */
export const checkPlaces = (places: readonly string[], askers: readonly Asker[]): void => {
  for (const place of places) {
    const problem = problemOf(place, askers);
    if (problem !== undefined) throw new CodedError('config.broken', `models in the configuration: ${problem}`);
  }
};
