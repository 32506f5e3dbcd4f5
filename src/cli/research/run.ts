import { Command } from 'commander';
import { readRosterFile } from '../../actors/load-roles.ts';
import { settingsSchema } from '../../events/vocabulary/run.ts';
import { assembleRoster, beginRun, type Earlier, gatherEarlier, runName } from '../../lab/begin.ts';
import { checkPrices } from '../../lab/check-prices.ts';
import { checkRequirements } from '../../lab/check-requirements.ts';
import type { ModelChoice, Services } from '../../lab/services.ts';
import type { MakeCommand } from '../commands.ts';
import { developRun } from '../live/develop.ts';
import { tell } from '../output.ts';
import { addRunOptions, budgetOf, modelChoice, type RunOptions } from './run-options.ts';

const nothingEarlier: Earlier = { earlier: [], baseline: null, unreadable: [] };

const run = async (services: Services, template: string, options: RunOptions, choice: ModelChoice): Promise<number> => {
  await checkRequirements(services, options.sandbox);
  const added = options.roster === undefined ? { roles: [], rename: {} } : await readRosterFile(options.roster);
  const broker = await services.openBroker();
  try {
    for (const warning of broker.warnings) tell(warning);
    const loaded = await services.templates.load(template, options.profile, (bytes) => broker.blobs.put(bytes));
    const settings = settingsSchema.parse({
      profile: loaded.profile,
      mode: options.mode,
      ideas: options.ideas,
      parallel: options.parallel,
      improvement: options.improvement ?? false,
      approveIdeas: options.approveIdeas ?? false,
      literature: options.literature ?? [],
      limits: loaded.limits,
      budget: budgetOf(options),
      sandbox: options.sandbox,
      concurrency: { experiment: options.experiments, typeset: 2, model: 8, search: 2 },
    });
    const hands = await services.hands(broker, loaded, choice, settings);
    checkPrices(hands, settings.budget);
    const { roster, loaded: roles } = await assembleRoster(services, added, hands);
    const { earlier, baseline, unreadable } = options.fresh
      ? nothingEarlier
      : await gatherEarlier(broker, loaded.template);
    for (const problem of unreadable) tell(`ideas of an earlier run are left out: ${problem}`);
    const name = runName(loaded.template.name, services.clock.now());
    await beginRun(services, broker, { run: name, loaded, settings, roster, hands, earlier, baseline });
    const development = { run: name, roster, performers: [...hands.performers, ...roles.performers] };
    return await developRun(services, broker, development, options);
  } finally {
    await broker.close();
  }
};

const runExamples = `
On a terminal the run is shown as a live picture, elsewhere as lines. Ctrl-C gives its tasks back and ends; what is
recorded stays, and ai-scientist resume goes on. The same happens when a budget is used up.

Examples:
  ai-scientist run grokking --ideas 5 --parallel 2
  ai-scientist run ./my-template --profile full --budget-dollars 20 --improvement`;

export const runCommand: MakeCommand = (services, exit) =>
  addRunOptions(
    new Command('run').description('Take a template to reviewed papers.').argument('<template>', 'name or folder'),
  )
    .option('--fresh', 'take nothing over from earlier runs: no ideas, no baseline')
    .addHelpText('after', runExamples)
    .action(async (template: string, options: RunOptions) =>
      exit(await run(services, template, options, modelChoice(options))),
    );

/** The main job needs no key, and pays for nothing that was not asked for on its command line. */
const offlineUnlessNamed = (options: RunOptions): ModelChoice => {
  const choice = modelChoice(options);
  return choice.config === undefined ? { ...choice, isOpen: false } : choice;
};

export const startCommand: MakeCommand = (services, exit) =>
  addRunOptions(
    new Command('start').description('The main job: the grokking template, offline, in a few minutes.'),
  ).action(async (options: RunOptions) =>
    exit(await run(services, 'grokking', { profile: 'quick', ...options, fresh: true }, offlineUnlessNamed(options))),
  );
