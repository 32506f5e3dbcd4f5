import type { Finding, Requirement } from '../ports/requirement.ts';
import type { Services } from './services.ts';

export type Found = Pick<Requirement, 'name' | 'purpose'> & Finding & { readonly optional: boolean };

/** Looks for each part that a run needs, or can use, of this machine. */
export const findRequirements = async (services: Services): Promise<readonly Found[]> => {
  await services.home();
  const [needed, optional] = await Promise.all([services.requirements(), services.optional()]);
  const look = (list: readonly Requirement[], isOptional: boolean) =>
    list.map(async ({ name, purpose, find }) => ({ name, purpose, optional: isOptional, ...(await find()) }));
  return Promise.all([...look(needed, false), ...look(optional, true)]);
};

/** Installs what is missing, as far as that is allowed; false when something is still missing. */
export const setUpMachine = async (services: Services, tell: (text: string) => void): Promise<boolean> => {
  await services.home();
  return services.setUp(await services.requirements(), tell);
};
