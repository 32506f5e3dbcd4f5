import { remember } from '../../actors/roles/known.ts';
import { builtInRoles, examinerRole, readRosterFile, withExaminer } from '../../actors/roles/load.ts';
import { beginning } from '../../actors/storing.ts';
import { type Budget, type Settings, settingsSchema } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Overlay } from '../../ports/templates.ts';
import { holdingBroker } from '../runs/read.ts';
import { whileStoring } from '../runs/storing.ts';
import type { ModelChoice, Services } from '../services.ts';
import { assembleRoster, createLog, type Earlier, gatherEarlier, gatherRoles, runName } from './begin.ts';
import { checkPrices } from './check-prices.ts';
import { checkRequirements } from './check-requirements.ts';
import { prepareWork, type Work } from './work.ts';

/** A person's wish for a new run. */
export type RunWish = {
  /** A template's name or folder. */
  readonly template: string;
  /** One of the template's profiles; its first if undefined. */
  readonly profile: string | undefined;
  readonly overlay: Overlay;
  readonly mode: Settings['mode'];
  readonly ideas: number;
  /** How many ideas are developed at once. */
  readonly parallel: number;
  /** How many experiments run at once. */
  readonly experiments: number;
  readonly sandbox: string;
  readonly improvement: boolean;
  readonly approveIdeas: boolean;
  readonly literature: readonly string[];
  readonly budget: Budget;
  readonly models: ModelChoice;
  /** The file that names added roles. */
  readonly roster: string | undefined;
  /** Ignores earlier runs. */
  readonly fresh: boolean;
  /** Only tries the template: baseline, plot.py and a dummy paper, without ideas. */
  readonly isCheck: boolean;
};

const nothingEarlier: Earlier = { earlier: [], baseline: null, unreadable: [] };

/** Starts a run on a template after checking everything it needs. `warn` receives problems that do not prevent the start. */
export const beginRun = async (services: Services, wish: RunWish, warn: (text: string) => void): Promise<Work> => {
  await checkRequirements(services, wish.sandbox);
  const added = wish.roster === undefined ? { roles: [], rename: {} } : await readRosterFile(wish.roster);
  const begin = async (broker: Broker): Promise<Work> => {
    broker.warnings.forEach(warn);
    const loaded = await services.templates.load(
      wish.template,
      wish.profile,
      (bytes) => broker.blobs.put(bytes),
      wish.overlay,
    );
    const { mode, ideas, parallel, improvement, approveIdeas, literature, budget, sandbox } = wish;
    const settings = settingsSchema.parse({
      profile: loaded.profile,
      mode,
      ideas,
      parallel,
      improvement,
      approveIdeas,
      literature,
      limits: loaded.limits,
      budget,
      sandbox,
      concurrency: { experiment: wish.experiments, typeset: 2, model: 8, search: 2 },
    });
    const isTried = wish.isCheck || !loaded.isBuiltIn;
    const base = isTried ? [...builtInRoles, examinerRole] : builtInRoles;
    const roles = await gatherRoles(services, base, added.roles);
    const asking = wish.isCheck ? [] : roles.roles.map(({ role }) => role);
    const hands = await services.hands(broker, loaded, wish.models, settings, asking);
    checkPrices(hands, settings.budget);
    const roster = assembleRoster(roles, isTried ? withExaminer(added.rename) : added.rename, hands);
    await remember(services.trustedRoles, roles.roles);
    const { earlier, baseline, unreadable } = wish.fresh
      ? nothingEarlier
      : await gatherEarlier(broker, loaded.template);
    for (const problem of unreadable) warn(`ideas of an earlier run are left out: ${problem}`);
    const run = runName(wish.isCheck ? `check-${loaded.template.name}` : loaded.template.name, services.clock.now());
    await createLog(services, broker, { run, loaded, settings, roster, hands, earlier, baseline });
    const performers = [...hands.performers, ...roles.performers];
    return prepareWork(services, broker, { run, roster, performers, models: hands.models });
  };
  return holdingBroker(services, (broker) => whileStoring(broker, beginning, () => begin(broker)));
};
