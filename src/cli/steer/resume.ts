import type { Finding } from '../../actors/replay/finding.ts';
import type { Budget } from '../../events/vocabulary/run.ts';
import { Refusal } from '../../lab/refusal.ts';
import { resumeRun } from '../../lab/steer/resume.ts';
import { plural } from '../../text/quantities.ts';
import type { DefineCommand } from '../command.ts';
import { findingText } from '../finding-text.ts';
import type { DisplayChoice } from '../live/display.ts';
import { showWork } from '../live/show-work.ts';
import { amount } from '../number-options.ts';
import { print, tell } from '../output.ts';
import {
  addAgainOptions,
  addDisplayOptions,
  addModelOptions,
  budgetOf,
  type ModelOptions,
  modelChoice,
  type ResultsOption,
  withResults,
} from '../run-options.ts';
import { runArgument } from '../words.ts';

type Options = DisplayChoice &
  ResultsOption &
  ModelOptions & {
    budgetDollars?: number;
    budgetTokens?: number;
    budgetHours?: number;
    template?: string;
    roster?: string;
    sandbox?: string;
  };

const budgetIn = (options: Options): Partial<Budget> =>
  Object.fromEntries(Object.entries(budgetOf(options)).filter(([, value]) => value !== null));

const warn = ([first, ...others]: readonly Finding[]): void => {
  if (first === undefined) return;
  const places = `${plural(others.length + 1, 'recorded task')}, the first ${first.id}`;
  tell(`warning: prompts have changed since (${places}): questions from now on use the new wording`);
};

/** Prints the difference that today's code makes in full, then rethrows. */
const explain = (error: unknown): never => {
  if (error instanceof Refusal) tell(findingText(error.evidence as Finding));
  throw error;
};

export const define: DefineCommand = (command, services, exit) =>
  addDisplayOptions(addModelOptions(addAgainOptions(command)))
    .argument('<run>', runArgument)
    .option('--budget-dollars <amount>', 'new limit for the total cost', amount)
    .option('--budget-tokens <count>', 'new limit for the total number of tokens', amount)
    .option('--budget-hours <hours>', 'new limit for the total time, without pauses', amount)
    .addHelpText(
      'after',
      `
Recorded work is neither repeated nor paid for again. If a process still works on a paused run, the run continues there.
Otherwise it continues here, with its original settings, roles and models, unless you name other models. If this code
would have recorded something else, the run is refused: fork it instead. Changed prompts alone cause a warning.

Examples:
  ai-scientist resume latest
  ai-scientist resume latest --budget-dollars 20`,
    )
    .action(async (given: string, options: Options) => {
      const { template, roster, sandbox } = options;
      const wish = { models: modelChoice(options), template, roster, sandbox, budget: budgetIn(options) };
      const { run, work } = await resumeRun(withResults(services, options), given, wish, warn).catch(explain);
      if (work === null) return print(`${run} continues in the process that works on it.`);
      exit(await showWork(services, work, options));
    });
