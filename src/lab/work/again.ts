import { remember } from '../../actors/roles/known.ts';
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

/** What to change when work on a recorded run continues. */
export type AgainWish = {
  readonly models: ModelChoice;
  /** The template's folder, if it is not one of the project's. */
  readonly template?: string | undefined;
  /** The file that names added roles. */
  readonly roster?: string | undefined;
  /** Replaces the sandbox that the run started with. */
  readonly sandbox?: string | undefined;
  /** New limits, already requested in the log. */
  readonly budget?: Partial<Budget>;
};

/** True if any model or configuration is named. */
export const namesModels = ({ names, config }: ModelChoice): boolean =>
  config !== undefined || Object.keys(names).length > 0;

/** The models that a run started with, overridden by the named ones; a named default replaces every role's. */
export const modelsAgain = (recorded: ModelChoice['names'], { names, config }: ModelChoice): ModelChoice => ({
  names: names.default === undefined ? { ...recorded, ...names } : names,
  config,
  isOpen: false,
});

/**
 * Requires a person's consent to run without a sandbox, because a log from anyone may ask for none. Throws
 * CodedError('sandbox.unconfirmed').
 */
const settingsAgain = (run: string, settings: Settings, given: string | undefined): Settings => {
  if (given !== undefined) return { ...settings, sandbox: given };
  if (settings.sandbox !== 'none') return settings;
  throw new CodedError(
    'sandbox.unconfirmed',
    `run ${run} was started without a sandbox, so its code would run with your rights: give --sandbox auto, or confirm with --sandbox none`,
  );
};

/** Hands as the run started with: its settings, its template's offline answers, and its models unless others are named. */
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
      `run ${run} is an incomplete fork; repeat it with the same changes: ${commandName} fork ${forkedFrom.run} --at ${forkedFrom.through} --name ${run}`,
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
