import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { ForkChanges } from '../../actors/fork.ts';
import type { Event } from '../../events/envelope.ts';
import { rootScope, scopeKind, taskOf } from '../../events/id.ts';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import { changedMembers } from '../../events/projections/compare.ts';
import { type Budget, limitsSchema, type RunStarted, type Settings } from '../../events/vocabulary/run.ts';
import type { ModelChoice } from '../../lab/services.ts';
import {
  addModelOptions,
  amount,
  budgetOf,
  type ModelOptions,
  modelsAgain,
  namesModels,
  refuse,
  whole,
} from '../research/run-options.ts';

export type ForkOptions = ModelOptions & {
  readonly limit?: Readonly<Record<string, number>>;
  readonly ideas?: number;
  readonly parallel?: number;
  readonly improvement?: boolean;
  readonly approveIdeas?: boolean;
  readonly budgetDollars?: number;
  readonly budgetTokens?: number;
  readonly budgetHours?: number;
  readonly edit?: string;
  readonly answer?: string;
  readonly comment?: string;
};

const limitNames = Object.keys(limitsSchema.shape);

const limit = (text: string, before: Readonly<Record<string, number>> = {}): Readonly<Record<string, number>> => {
  const [, name = '', value = ''] = /^(\w+)=(\d+)$/.exec(text) ?? [];
  if (!limitNames.includes(name)) refuse(`<name>=<number>, where the name is one of ${limitNames.join(', ')}`);
  return { ...before, [name]: Number(value) };
};

const remark = (text: string): string => {
  if (text.trim() !== '' && text.length <= 6000) return text;
  throw new InvalidArgumentError('Give a text of at most 6000 characters.');
};

/** The options that say what is to be different in a fork. */
export const addForkOptions = (command: Command): Command =>
  addModelOptions(command)
    .option(
      '--limit <name=value>',
      'another limit of the method, such as reviews=3; may be given more than once',
      limit,
    )
    .option('--ideas <n>', 'another number of ideas', whole(1, 1000))
    .option('--parallel <n>', 'ideas developed at once', whole(1, 100))
    .option('--improvement', 'revise each paper by its review, once')
    .option('--approve-ideas', 'develop a novel idea only when a person approves it')
    .option('--budget-dollars <amount>', 'what the fork itself may spend', amount)
    .option('--budget-tokens <count>', 'tokens that the fork itself may use', amount)
    .option('--budget-hours <hours>', 'time that the fork itself may take', amount)
    .option('--edit <file.json>', 'other data for that event, in the form in which `show --event` prints it')
    .option('--answer <file>', 'another answer of the model, when that event is the result of a model call')
    .option('--comment <text>', "a person's remark at that point, on the idea that it belongs to", remark);

const readFileOf = (option: string, path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: Error) => {
    throw new CodedError('cli.bad_option', `${option} ${path}: ${error.message}`, { cause: error });
  });

/** The whole event as `show --event` prints it, or its data alone. */
const readEdit = async (path: string): Promise<NonNullable<ForkChanges['edit']>> => {
  const text = await readFileOf('--edit', path);
  try {
    const value = parseJson(text) as { specversion?: unknown; type: string; data: unknown } | null;
    return value?.specversion === undefined ? { data: value } : { type: value.type, data: value.data };
  } catch (error) {
    throw new CodedError('cli.bad_option', `--edit ${path}: ${(error as Error).message}`, { cause: error });
  }
};

const readAnswer = async (path: string, point: Event): Promise<NonNullable<ForkChanges['edit']>> => {
  const { value, error: _, ...data } = point.data as Readonly<Record<string, any>>;
  if (taskOf(point.id) === undefined || data.kind !== 'model' || point.type === 'task.started')
    throw new CodedError('fork.not_editable', `event ${point.id} (${point.type}) is not the result of a model call`);
  const usage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };
  const known = value ?? { stopReason: 'end', usage, costUsd: 0, latencyMs: 0, model: 'human' };
  const text = await readFileOf('--answer', path);
  return { type: 'task.completed', data: { ...data, value: { ...known, text, model: 'human' } } };
};

const ideaScopeOf = (scope: string): string => {
  const idea = scope.split('.')[0] ?? rootScope;
  return scopeKind(idea) === 'idea' ? idea : rootScope;
};

const changedSettings = (settings: Settings, options: ForkOptions): Settings => ({
  ...settings,
  limits: { ...settings.limits, ...options.limit },
  ...(options.ideas !== undefined && { ideas: options.ideas }),
  ...(options.parallel !== undefined && { parallel: options.parallel }),
  ...(options.improvement && { improvement: true }),
  ...(options.approveIdeas && { approveIdeas: true }),
});

/**
 * What the options change in a run whose event `point` is the last that is shared; `present` is its budget then,
 * `version` that of this program, and `resolve` gives models their full names, or says that there are none such.
 */
export const readChanges = async (
  options: ForkOptions,
  original: RunStarted,
  point: Event,
  present: Budget,
  version: string,
  resolve: (models: ModelChoice, settings: Settings) => Promise<RunStarted['models']>,
): Promise<ForkChanges> => {
  if (options.edit !== undefined && options.answer !== undefined)
    throw new CodedError('cli.bad_option', 'give --edit or --answer, not both');
  const settings = changedSettings(original.settings, options);
  const models = namesModels(options)
    ? await resolve(modelsAgain(original.models, options), settings)
    : original.models;
  const program = { ...original.program, version };
  const given = Object.entries(budgetOf(options)).filter(([, value]) => value !== null);
  const budget = { ...present, ...Object.fromEntries(given) };
  const edit =
    options.edit !== undefined
      ? await readEdit(options.edit)
      : options.answer !== undefined
        ? await readAnswer(options.answer, point)
        : undefined;
  const comment =
    options.comment === undefined ? undefined : { scope: ideaScopeOf(point.scope), text: options.comment };
  return {
    settings,
    models,
    program,
    budget,
    ...(edit && { edit }),
    ...(comment && { comment }),
    summary: [
      ...changedMembers(original.settings, settings),
      ...changedMembers(original.models, models, 'model of '),
      ...changedMembers(original.program, program, 'program '),
      ...changedMembers(present, budget, 'budget '),
      ...(comment === undefined ? [] : [`a comment on ${comment.scope}: ${comment.text}`]),
    ],
  };
};
