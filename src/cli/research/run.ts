import { beginRun } from '../../lab/work/run.ts';
import type { DefineCommand } from '../command.ts';
import { showWork } from '../live/show-work.ts';
import { tell } from '../output.ts';
import { addRunOptions, type RunOptions, runWish, withResults } from '../run-options.ts';

export const define: DefineCommand = (command, services, exit) =>
  addRunOptions(command.argument('<template>', "a template's name or folder"))
    .option('--fresh', 'ignore the ideas and the baseline of earlier runs')
    .addHelpText(
      'after',
      `
On a terminal the run is shown as a live picture, elsewhere as lines. Ctrl-C stops it and hands its tasks back;
everything recorded stays, and ai-scientist resume continues. The same happens when a budget is used up.

Examples:
  ai-scientist run grokking --ideas 5 --parallel 2
  ai-scientist run ./my-template --profile full --budget-dollars 20 --improvement`,
    )
    .action(async (template: string, options: RunOptions) =>
      exit(
        await showWork(
          services,
          await beginRun(withResults(services, options), runWish(template, options), tell),
          options,
        ),
      ),
    );
