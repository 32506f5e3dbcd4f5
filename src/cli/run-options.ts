import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Budget } from '../events/vocabulary/run.ts';
import type { ModelChoice } from './services.ts';

/** Roles that ask models. */
const askingRoles = ['scientist', 'coder', 'writer', 'reviewer', 'referee'] as const;

type BudgetOptions = { readonly budgetDollars?: number; readonly budgetTokens?: number; readonly budgetHours?: number };

export type RunOptions = {
  readonly profile?: string;
  readonly model: string;
  readonly ideas: number;
  readonly mode: 'batch' | 'open-ended';
  readonly parallel: number;
  readonly experiments: number;
  readonly improvement?: boolean;
  readonly approveIdeas?: boolean;
  readonly roster?: string;
  readonly fresh?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
} & RoleModels &
  BudgetOptions;

const badOption = 'cli.bad_option';

export const refuse = (demand: string): never => {
  throw new InvalidArgumentError(`Give ${demand}. [${badOption}]`);
};

export const whole =
  (minimum: number, maximum: number) =>
  (text: string): number => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= minimum && value <= maximum ? value : refuse(`a whole number from ${minimum} to ${maximum}`);
  };

export const amount = (text: string): number =>
  /^\d+(\.\d+)?$/.test(text) ? Number(text) : refuse('a number that is not negative, such as 2.5');

const modelName = (text: string): string =>
  /^[a-z][a-z0-9-]*(:\S+)?$/.test(text) ? text : refuse('<adapter>:<model>, such as playbook');

const modeName = (text: string): string =>
  text === 'batch' || text === 'open-ended' ? text : refuse('batch or open-ended');

/** The options that say what a run is, and how it is shown. */
export const addRunOptions = (command: Command): Command => {
  addModelOptions(command.option('--profile <name>', "the template's profile; its first by default"));
  return addDisplayOptions(
    addBudgetOptions(
      command
        .option('--ideas <n>', 'how many ideas to propose', whole(1, 1000), 3)
        .option(
          '--mode <mode>',
          'batch: all ideas first; open-ended: each knows the scores before it',
          modeName,
          'batch',
        )
        .option('--parallel <n>', 'ideas developed at once', whole(1, 100), 2)
        .option('--experiments <n>', 'experiments run at once', whole(1, 100), 2)
        .option('--improvement', 'revise each paper by its review, once')
        .option('--approve-ideas', 'develop a novel idea only when a person approves it'),
    ).option('--roster <file>', 'roles to add, and what they rename'),
  );
};

/** The options that name models; without a preset for every role where a run has its models already. */
export const addModelOptions = (command: Command, preset: string | null = 'playbook'): Command => {
  const every = new Option('--model <adapter:model>', 'for every role').argParser(modelName);
  command.addOption(preset === null ? every : every.default(preset));
  for (const role of askingRoles)
    command.addOption(new Option(`--${role}-model <adapter:model>`, `for the ${role} alone`).argParser(modelName));
  return command;
};

export const addBudgetOptions = (command: Command): Command =>
  command
    .option('--budget-dollars <amount>', 'pause when so much is spent', amount)
    .option('--budget-tokens <count>', 'pause after so many tokens', amount)
    .option('--budget-hours <hours>', 'pause after so much time', amount);

export const addDisplayOptions = (command: Command): Command =>
  command
    .option('--json', 'every event as a line of JSON')
    .option('--verbose', 'every event as a line of text, those of tasks too');

export type RoleModels = { readonly [Name in `${(typeof askingRoles)[number]}Model`]?: string };

const roleModels = (options: RoleModels): ModelChoice =>
  Object.fromEntries(
    askingRoles.flatMap((role) => {
      const name = options[`${role}Model`];
      return name === undefined ? [] : [[role, name]];
    }),
  );

export const modelChoice = (options: RoleModels & Pick<RunOptions, 'model'>): ModelChoice => ({
  default: options.model,
  ...roleModels(options),
});

/** The models of a run with those changed that are named. */
export const changedModels = (
  before: ModelChoice,
  { model, ...options }: RoleModels & { readonly model?: string },
): ModelChoice => ({
  ...before,
  ...(model !== undefined && Object.fromEntries(askingRoles.map((role) => [role, model]))),
  ...roleModels(options),
});

export const budgetOf = ({ budgetDollars, budgetTokens, budgetHours }: BudgetOptions): Budget => ({
  dollars: budgetDollars ?? null,
  tokens: budgetTokens ?? null,
  hours: budgetHours ?? null,
});
