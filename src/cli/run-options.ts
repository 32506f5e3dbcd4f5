import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { isModelName, modelNameForms } from '../events/model-name.ts';
import type { Budget } from '../events/vocabulary/run.ts';
import type { ModelChoice, Services } from '../lab/services.ts';
import type { RunWish } from '../lab/work/run.ts';
import { amount, whole } from './number-options.ts';
import { addOverlayOptions, type OverlayOptions, overlayOf } from './overlay-options.ts';
import { refuse } from './refuse.ts';

/** Built-in roles that ask models. */
const askingRoles = ['scientist', 'coder', 'writer', 'reviewer', 'referee'] as const;

type BudgetOptions = { readonly budgetDollars?: number; readonly budgetTokens?: number; readonly budgetHours?: number };

export type RunOptions = {
  readonly profile?: string;
  readonly ideas: number;
  readonly mode: 'batch' | 'open-ended';
  readonly parallel: number;
  readonly experiments: number;
  readonly sandbox: string;
  readonly improvement?: boolean;
  readonly approveIdeas?: boolean;
  readonly literature?: readonly string[];
  readonly roster?: string;
  readonly fresh?: boolean;
  readonly wait?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
} & ModelOptions &
  BudgetOptions &
  OverlayOptions &
  ResultsOption;

export type ResultsOption = { readonly results?: string };

export type ModelOptions = {
  readonly model?: string;
  readonly config?: string;
} & { readonly [Name in `${(typeof askingRoles)[number]}Model`]?: string };

const modelName = (text: string): string => (isModelName(text) ? text : refuse(modelNameForms));

const modeName = (text: string): string =>
  text === 'batch' || text === 'open-ended' ? text : refuse('batch or open-ended');

const literatureList = (text: string): readonly string[] =>
  /^[a-z-]+\+?(,[a-z-]+\+?)*$/.test(text)
    ? text.split(',')
    : refuse('a comma-separated list of names, such as openalex,arxiv');

const sandboxKinds =
  'auto: docker if it is ready, else bubblewrap; docker[:<image>]; bubblewrap; none: NO protection from the code';

const sandboxName = (text: string): string =>
  /^(auto|docker(:\S+)?|bubblewrap|none)$/.test(text)
    ? text
    : refuse('auto, docker, docker:<image>, bubblewrap or none');

const modelOptions = askingRoles.map((role) =>
  new Option(`--${role}-model <model>`, `model for the ${role}`).argParser(modelName),
);

export const addModelOptions = (command: Command): Command => {
  command.option('--model <model>', 'model for every other role (default: playbook)', modelName);
  for (const option of modelOptions) command.addOption(option);
  return command.option('--config <file>', 'models, endpoints and prices (default: config.json in the data folder)');
};

export const addSandboxOption = (command: Command): Command =>
  command.option('--sandbox <kind>', sandboxKinds, sandboxName, 'auto');

/** Adds the options for a run's settings and its display. */
export const addRunOptions = (command: Command): Command => {
  addModelOptions(addOverlayOptions(command.option('--profile <name>', "the template's profile (default: its first)")));
  return addDisplayOptions(
    addWaitOption(
      addBudgetOptions(
        addSandboxOption(command)
          .option('--ideas <n>', 'how many ideas to propose', whole(1, 1000), 3)
          .option(
            '--mode <mode>',
            'batch: propose all ideas first; open-ended: propose each with the scores of those before it',
            modeName,
            'batch',
          )
          .option('--parallel <n>', 'how many ideas to develop at once', whole(1, 100), 2)
          .option('--experiments <n>', 'how many experiments to run at once', whole(1, 100), 2)
          .option('--improvement', 'revise each paper once after its review')
          .option('--approve-ideas', 'develop a novel idea only after a person approves it')
          .option(
            '--literature <list>',
            'services in the order to ask: library, semantic-scholar, openalex, arxiv; after a name with +, the next is also asked if that one finds nothing',
            literatureList,
          ),
      ),
    ).option(
      '--roster <file>',
      'roles to add and events to rename; their code is trusted on this machine from then on',
    ),
  );
};

/** A process waits for a person by default, on a terminal or not: hooks tell the person, and any terminal can answer. */
const addWaitOption = (command: Command): Command =>
  command.option('--no-wait', 'end with exit code 6 when nothing is left but to wait for a person');

export const addBudgetOptions = (command: Command): Command =>
  command
    .option('--budget-dollars <amount>', 'pause when this much is spent', amount)
    .option('--budget-tokens <count>', 'pause after this many tokens', amount)
    .option('--budget-hours <hours>', 'pause after this much time', amount);

/** For commands on a recorded run. A log only names its added roles; a person says where their code is. */
export const addRosterOption = (command: Command): Command =>
  command.option('--roster <file>', "where the code of the run's added roles is; a log cannot load code by itself");

/** For commands that continue a run. A log may name a template and a sandbox; a person must confirm them. */
export const addAgainOptions = (command: Command): Command =>
  addWaitOption(addRosterOption(command))
    .option('--template <folder>', "the template's folder, if it is not one of the project's")
    .option('--sandbox <kind>', 'use another sandbox than at its start; none must be given again', sandboxName);

export const addResultsOption = (command: Command): Command =>
  command.option(
    '--results <folder>',
    'where to write papers and other results (default: results beside the data folder)',
  );

/** The services with the folder for results that the command line names. */
export const withResults = (services: Services, { results }: ResultsOption): Services =>
  results === undefined ? services : { ...services, resultsFolder: resolve(results) };

export const addDisplayOptions = (command: Command): Command =>
  addResultsOption(command)
    .option('--json', 'print every event as a line of JSON')
    .option('--verbose', 'print every event as a line of text, including those of tasks');

const namesIn = (options: ModelOptions): ModelChoice['names'] => ({
  ...(options.model !== undefined && { default: options.model }),
  ...Object.fromEntries(
    askingRoles.flatMap((role) => {
      const name = options[`${role}Model`];
      return name === undefined ? [] : [[role, name]];
    }),
  ),
});

/** The command line takes precedence over the configuration. */
export const modelChoice = (options: ModelOptions): ModelChoice => ({
  names: namesIn(options),
  config: options.config,
  isOpen: true,
});

export const budgetOf = ({ budgetDollars, budgetTokens, budgetHours }: BudgetOptions): Budget => ({
  dollars: budgetDollars ?? null,
  tokens: budgetTokens ?? null,
  hours: budgetHours ?? null,
});

/** The wish for a run that the command line expresses. */
export const runWish = (template: string, options: RunOptions): RunWish => ({
  template,
  profile: options.profile,
  overlay: overlayOf(options),
  mode: options.mode,
  ideas: options.ideas,
  parallel: options.parallel,
  experiments: options.experiments,
  sandbox: options.sandbox,
  improvement: options.improvement ?? false,
  approveIdeas: options.approveIdeas ?? false,
  literature: options.literature ?? [],
  budget: budgetOf(options),
  models: modelChoice(options),
  roster: options.roster,
  fresh: options.fresh ?? false,
  isCheck: false,
});
