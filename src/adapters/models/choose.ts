import type { Model } from '../../ports/model.ts';
import type { Models } from './models.ts';

type Names = Readonly<Record<string, string>>;

export type Chosen = {
  readonly modelFor: (purpose: string) => Model;
  /** Role or purpose -> the name of its model, as it is recorded with a run. */
  readonly recorded: Names;
  /** Names of those whose price nobody knows. */
  readonly unpriced: readonly string[];
};

export type Choice = {
  /** `default`, role or purpose -> `<endpoint>:<model>` or `playbook`. */
  readonly names: Names;
  /** Those that ask. */
  readonly roles: readonly string[];
  readonly models: Models;
  /** Throws a CodedError when the template ships none. */
  readonly playbook: () => Model;
};

const smallest = { purpose: '', system: '', messages: [], temperature: 0, maxTokens: 1 };
const isPlaybook = (name: string): boolean => name.split(':')[0] === 'playbook';

/**
 * The model of each purpose: the purpose's own, else its role's, else the default, else the playbook. All of them are
 * checked before this returns. Throws a CodedError for one that cannot be used.
 */
export const chooseModels = async ({ names, roles, models, playbook }: Choice): Promise<Chosen> => {
  const nameFor = (place: string): string =>
    names[place] ?? names[place.split('.')[0] ?? ''] ?? names.default ?? 'playbook';
  let scripted: Model | undefined;
  const modelOf = (name: string): Model => {
    if (!isPlaybook(name)) return models.named(name);
    scripted ??= playbook();
    return scripted;
  };
  const places = [...new Set([...roles, ...Object.keys(names)])];
  const recorded = Object.fromEntries(places.map((place) => [place, modelOf(nameFor(place)).name]));
  await models.check(Object.values(recorded).filter((name) => !isPlaybook(name)));
  const chosen = new Map(places.map((place) => [recorded[place] ?? '', modelOf(nameFor(place))]));
  const unpriced = [...chosen].filter(([, model]) => model.bound(smallest).dollars === null).map(([name]) => name);
  return { modelFor: (purpose) => modelOf(nameFor(purpose)), recorded, unpriced };
};
