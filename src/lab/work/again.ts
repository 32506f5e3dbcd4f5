import { remember } from '../../actors/known-roles.ts';
import { forkedId } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Budget, Settings } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import { commandName } from '../command-name.ts';
import { emptyLog, startOf } from '../runs/read.ts';
import { knownRoles, wholeRoster } from '../runs/roster.ts';
import { templateNameOf } from '../runs/template.ts';
import type { ModelChoice, Services } from '../services.ts';
import { checkPrices } from './check-prices.ts';
import { prepareWork, type Work } from './work.ts';

/** What is to be different when a recorded run is worked on again. */
export type AgainWish = {
  readonly models: ModelChoice;
  /** The template's folder, when it was not one of the project's. */
  readonly template?: string | undefined;
  /** File that says where added roles are. */
  readonly roster?: string | undefined;
  /** Another sandbox than the run was begun with. */
  readonly sandbox?: string | undefined;
  /** New limits, which have been asked for. */
  readonly budget?: Partial<Budget>;
};

/** True when anything is said of models. */
export const namesModels = ({ names, config }: ModelChoice): boolean =>
  config !== undefined || Object.keys(names).length > 0;

/** The models that a run began with, and over them those that are named; a default then stands for every role. */
export const modelsAgain = (recorded: ModelChoice['names'], { names, config }: ModelChoice): ModelChoice => ({
  names: names.default === undefined ? { ...recorded, ...names } : names,
  config,
  isOpen: false,
});

/**
 * A log may come from anybody, and its experiments are code: a person says here that they run without a sandbox. Throws
 * CodedError('sandbox.unconfirmed').
 */
const settingsAgain = (run: string, settings: Settings, given: string | undefined): Settings => {
  if (given !== undefined) return { ...settings, sandbox: given };
  if (settings.sandbox !== 'none') return settings;
  throw new CodedError(
    'sandbox.unconfirmed',
    `run ${run} was begun without a sandbox, so that its code would run with your rights: give --sandbox auto, or --sandbox none to say so again`,
  );
};

/** Hands as the run had them: its models unless others are named, its settings, and its template's offline answers. */
export const workAgain = async (
  services: Services,
  broker: Broker,
  run: string,
  { models: choice, template, roster: rosterFile, sandbox, budget }: AgainWish,
): Promise<Work> => {
  const start = await startOf(broker, run);
  if (start === undefined) throw emptyLog(run);
  const { models, forkedFrom } = start.data;
  const settings = settingsAgain(run, start.data.settings, sandbox);
  const isHalf = forkedFrom && (await (await broker.logs.open(run)).get(forkedId(forkedFrom.through))) === undefined;
  if (isHalf)
    throw new CodedError(
      'fork.incomplete',
      `run ${run} is a fork that was never completed; make it again: ${commandName} fork ${forkedFrom.run} --at ${forkedFrom.through} --name ${run}, with the same changes`,
    );
  const known = await knownRoles(services, rosterFile);
  const { roster, performers, loaded: roles } = await wholeRoster(run, start.data, known);
  await remember(known.trusted, roles);
  const loaded = await services.templates.load(template ?? templateNameOf(start.data), settings.profile, (bytes) =>
    broker.blobs.put(bytes),
  );
  const asking = [...roster.roles.values()];
  const hands = await services.hands(broker, loaded, modelsAgain(models, choice), settings, asking);
  checkPrices(hands, { ...settings.budget, ...budget });
  return prepareWork(services, broker, {
    run,
    roster,
    performers: [...hands.performers, ...performers],
    models: hands.models,
  });
};
