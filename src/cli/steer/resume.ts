import { InvalidArgumentError } from 'commander';
import type { Finding } from '../../actors/replay/finding.ts';
import type { Budget } from '../../events/vocabulary/run.ts';
import { Refusal } from '../../lab/refusal.ts';
import { resumeRun } from '../../lab/steer/resume.ts';
import { plural } from '../../text/quantities.ts';
import type { DefineCommand } from '../command.ts';
import { findingText } from '../finding-text.ts';
import type { DisplayChoice } from '../live/display.ts';
import { showWork } from '../live/show-work.ts';
import { print, tell } from '../output.ts';
import { addAgainOptions, addDisplayOptions, addModelOptions, type ModelOptions, modelChoice } from '../run-options.ts';
import { runArgument } from '../words.ts';

type Options = DisplayChoice &
  ModelOptions & {
    dollars?: number;
    tokens?: number;
    hours?: number;
    template?: string;
    roster?: string;
    sandbox?: string;
  };

const budgetIn = ({ dollars, tokens, hours }: Options): Partial<Budget> => ({
  ...(dollars !== undefined && { dollars }),
  ...(tokens !== undefined && { tokens }),
  ...(hours !== undefined && { hours }),
});

const warn = ([first, ...others]: readonly Finding[]): void => {
  if (first === undefined) return;
  const places = `${plural(others.length + 1, 'recorded task')}, the first ${first.id}`;
  tell(`warning: prompts have changed since (${places}): what is asked from now on is worded anew`);
};

/** Shows in full where the code differs. */
const explain = (error: unknown): never => {
  if (error instanceof Refusal) tell(findingText(error.evidence as Finding));
  throw error;
};

const amount = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('give a number, not below 0');
};

export const define: DefineCommand = (command, services, exit) =>
  addDisplayOptions(addModelOptions(addAgainOptions(command)))
    .argument('<run>', runArgument)
    .option('--dollars <n>', 'the new limit of its whole cost', amount)
    .option('--tokens <n>', 'the new limit of all its tokens', amount)
    .option('--hours <n>', 'the new limit of its whole time, pauses apart', amount)
    .addHelpText(
      'after',
      `
Nothing that is recorded is done or paid for again. A paused run that a process still works on goes on there;
any other is worked on here, with the settings and roles that it began with, and its models unless others are named. A run
that other code recorded is refused when this code would have recorded something else: fork it then. Changed prompts alone are a warning.

Examples:
  ai-scientist resume latest
  ai-scientist resume latest --dollars 20`,
    )
    .action(async (given: string, options: Options) => {
      const { template, roster, sandbox } = options;
      const wish = { models: modelChoice(options), template, roster, sandbox, budget: budgetIn(options) };
      const { run, work } = await resumeRun(services, given, wish, warn).catch(explain);
      if (work === null) return print(`${run} goes on in the process that works on it.`);
      exit(await showWork(services, work, options));
    });
