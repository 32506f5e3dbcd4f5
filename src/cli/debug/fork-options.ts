import { readFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { CodedError } from '../../events/outcome.ts';
import { limitsSchema } from '../../events/vocabulary/run.ts';
import type { ForkWish } from '../../lab/debug/fork-changes.ts';
import { amount, whole } from '../number-options.ts';
import { refuse } from '../refuse.ts';
import { addModelOptions, budgetOf, type ModelOptions, modelChoice } from '../run-options.ts';

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
  if (!limitNames.includes(name)) refuse(`<name>=<number>, where <name> is one of ${limitNames.join(', ')}`);
  return { ...before, [name]: Number(value) };
};

const remark = (text: string): string => {
  if (text.trim() !== '' && text.length <= 6000) return text;
  throw new InvalidArgumentError('Give a text of at most 6000 characters.');
};

/** Adds the options that change something in a fork. */
export const addForkOptions = (command: Command): Command =>
  addModelOptions(command)
    .option('--limit <name=number>', 'change a limit of the method, such as reviews=3; repeatable', limit)
    .option('--ideas <n>', 'change the number of ideas', whole(1, 1000))
    .option('--parallel <n>', 'change how many ideas are developed at once', whole(1, 100))
    .option('--improvement', 'revise each paper once after its review')
    .option('--approve-ideas', 'develop a novel idea only after a person approves it')
    .option('--budget-dollars <amount>', 'pause when the fork itself has spent this much', amount)
    .option('--budget-tokens <count>', 'pause when the fork itself has used this many tokens', amount)
    .option('--budget-hours <hours>', 'pause when the fork itself has taken this long', amount)
    .option('--edit <file.json>', 'replace the data of that event; same format as `show --event`')
    .option('--answer <file>', "replace the model's answer, if that event is the result of a model call")
    .option('--comment <text>', 'add a comment at that point, on the idea that the event belongs to', remark);

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

/** Reads the options. Throws CodedError('cli.bad_option') for an unusable file. */
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
