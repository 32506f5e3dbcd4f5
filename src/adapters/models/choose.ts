import type { Model } from '../../ports/model.ts';
import type { Models } from './models.ts';

type Names = Readonly<Record<string, string>>;

export type Chosen = {
  readonly modelFor: (purpose: string) => Model;
  /** Role or purpose -> the name of its model, as recorded with a run. */
  readonly recorded: Names;
  /** Names of models without a known price. */
  readonly unpriced: readonly string[];
};

export type Choice = {
  /** `default`, role or purpose -> `<endpoint>:<model>` or `playbook`. */
  readonly names: Names;
  /** Roles and purposes that ask a model. */
  readonly roles: readonly string[];
  readonly models: Models;
  /** Returns the template's playbook. Throws a CodedError when it ships none. */
  readonly playbook: () => Model;
};

const smallest = { purpose: '', system: '', messages: [], temperature: 0, maxTokens: 1 };
const isPlaybook = (name: string): boolean => name.split(':')[0] === 'playbook';

/**
 * Chooses the model of each purpose: its own, otherwise its role's, the default, or the playbook. Checks all of them.
 * Throws a CodedError for an unusable one.
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
