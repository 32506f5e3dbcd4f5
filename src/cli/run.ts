import { Command } from 'commander';
import { workOnRun } from '../actors/lab.ts';
import { readRosterFile } from '../actors/load-roles.ts';
import { settingsSchema } from '../events/vocabulary/run.ts';
import type { MakeCommand } from './commands.ts';
import { eventLine } from './event-line.ts';
import type { Services } from './services.ts';
import { assembleRoster, beginRun, runName } from './start-run.ts';

type Options = {
  template: string;
  profile?: string;
  model: string;
  ideas: string;
  mode: string;
  parallel: string;
  improvement?: boolean;
  roster?: string;
};

const interruption = (): AbortSignal => {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller.signal;
};

const run = async (services: Services, options: Options): Promise<number> => {
  const broker = await services.openBroker();
  try {
    const loaded = await services.templates.load(options.template, options.profile, (bytes) => broker.blobs.put(bytes));
    const settings = settingsSchema.parse({
      profile: loaded.profile,
      mode: options.mode,
      ideas: Number(options.ideas),
      parallel: Number(options.parallel),
      improvement: options.improvement ?? false,
      limits: loaded.limits,
      budget: { dollars: null, tokens: null, hours: null },
      concurrency: { experiment: 2, typeset: 2 },
    });
    const hands = await services.hands(broker, loaded, { default: options.model }, settings);
    const added = options.roster === undefined ? { roles: [], rename: {} } : await readRosterFile(options.roster);
    const { roster, loaded: roles } = await assembleRoster(services, added, hands);
    const name = runName(loaded.template.name, services.clock.now());
    await beginRun(services, broker, { run: name, loaded, settings, roster, hands, earlier: [], baseline: null });
    process.stdout.write(`run ${name}\n`);
    const end = await workOnRun(
      {
        broker,
        run: name,
        roster,
        performers: [...hands.performers, ...roles.performers],
        clock: services.clock,
        logger: await services.logger('lab'),
        name: `worker-${process.pid}`,
        onEvent: ({ event }) => process.stdout.write(`${eventLine(event)}\n`),
      },
      interruption(),
    );
    process.stdout.write(`${end}\n`);
    return end === 'finished' ? 0 : 1;
  } finally {
    await broker.close();
  }
};

const describe = (command: Command): Command =>
  command
    .option('--profile <name>', "the template's profile; its first by default")
    .option('--model <adapter:model>', 'for every role', 'playbook')
    .option('--ideas <n>', 'how many ideas to propose', '3')
    .option('--mode <mode>', 'batch or open-ended', 'batch')
    .option('--parallel <n>', 'ideas developed at once', '2')
    .option('--improvement', 'revise each paper by its review, once')
    .option('--roster <file>', 'roles to add, and what they rename');

export const runCommand: MakeCommand = (services, exit) =>
  describe(
    new Command('run').description('Take a template to reviewed papers.').argument('<template>', 'name or folder'),
  ).action(async (template: string, options: Omit<Options, 'template'>) =>
    exit(await run(services, { template, ...options })),
  );

export const startCommand: MakeCommand = (services, exit) =>
  describe(new Command('start').description('The main job: the grokking template, offline, in a few minutes.')).action(
    async (options: Omit<Options, 'template'>) => exit(await run(services, { ...options, template: 'grokking' })),
  );
