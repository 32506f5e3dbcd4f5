import type { Finding, Requirement } from '../ports/requirement.ts';
import type { StatusLine } from '../ports/status-line.ts';
import type { Services } from './services.ts';

export type Found = Pick<Requirement, 'name' | 'purpose'> & Finding & { readonly optional: boolean };

/** Looks for each part of this machine that a run needs or can use. */
export const findRequirements = async (services: Services): Promise<readonly Found[]> => {
  await services.home();
  const [needed, optional] = await Promise.all([services.requirements(), services.optional()]);
  const look = (list: readonly Requirement[], isOptional: boolean) =>
    list.map(async ({ name, purpose, find }) => ({ name, purpose, optional: isOptional, ...(await find()) }));
  return Promise.all([...look(needed, false), ...look(optional, true)]);
};

/** Finds or installs each part that a run needs, and reports it; false if something is still missing. */
export const setUpMachine = async (services: Services, status: StatusLine): Promise<boolean> => {
  await services.home();
  return services.setUp(await services.requirements(), status);
};
