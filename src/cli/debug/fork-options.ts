import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { CodedError } from '../../events/outcome.ts';
import { limitsSchema } from '../../events/vocabulary/run.ts';
import type { ForkWish } from '../../lab/debug/fork-changes.ts';
import { addModelOptions, amount, budgetOf, type ModelOptions, modelChoice, refuse, whole } from '../run-options.ts';

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
const readEdit = async (path: string): Promise<NonNullable<ForkWish['edit']>> => {
  const text = await readFileOf('--edit', path);
  try {
    const value = JSON.parse(text);
    return value?.specversion === undefined ? { data: value } : { type: value.type, data: value.data };
  } catch (error) {
    throw new CodedError('cli.bad_option', `--edit ${path}: ${(error as Error).message}`, { cause: error });
  }
};

/** What the options ask for. Throws CodedError('cli.bad_option') for a file that cannot be used. */
export const forkWish = async (options: ForkOptions): Promise<ForkWish> => {
  const { ideas, parallel, improvement, approveIdeas, edit, answer } = options;
  if (edit !== undefined && answer !== undefined)
    throw new CodedError('cli.bad_option', 'give --edit or --answer, not both');
  return {
    models: modelChoice(options),
    limits: options.limit ?? {},
    settings: {
      ...(ideas !== undefined && { ideas }),
      ...(parallel !== undefined && { parallel }),
      ...(improvement && { improvement }),
      ...(approveIdeas && { approveIdeas }),
    },
    budget: Object.fromEntries(Object.entries(budgetOf(options)).filter(([, value]) => value !== null)),
    comment: options.comment,
    ...(edit !== undefined && { edit: await readEdit(edit) }),
    ...(answer !== undefined && { answer: await readFileOf('--answer', answer) }),
  };
};
