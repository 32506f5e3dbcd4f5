import { totalCost } from '../../events/projections/cost.ts';
import { beginFork, type Forked, forkRun } from '../../lab/debug/fork.ts';
import { dollarsText } from '../../text/quantities.ts';
import type { DefineCommand } from '../command.ts';
import type { DisplayChoice } from '../live/display.ts';
import { showWork } from '../live/show-work.ts';
import { print, tell } from '../output.ts';
import { addAgainOptions, addDisplayOptions, type ResultsOption, withResults } from '../run-options.ts';
import { runArgument } from '../words.ts';
import { addForkOptions, type ForkOptions, forkWish } from './fork-options.ts';

type Options = ForkOptions &
  DisplayChoice &
  ResultsOption & {
    readonly at: string;
    readonly name?: string;
    readonly template?: string;
    readonly roster?: string;
    readonly sandbox?: string;
    /** False with --no-run. */
    readonly run: boolean;
  };

const forkedText = ({ run: name, plan: { started, shared } }: Forked): string => {
  const { run, through, id, changes } = started.forkedFrom;
  const cost = totalCost(shared);
  return `${name} is a fork of ${run} at event ${through} (${id}).
shared   ${through} events with ${cost.calls} model calls, ${dollarsText(cost)} that is not paid again
changed  ${changes.join('; ') || 'nothing'}
`;
};

export const define: DefineCommand = (command, services, exit) =>
  addDisplayOptions(
    addForkOptions(
      addAgainOptions(command)
        .argument('<run>', runArgument)
        .requiredOption('--at <event>', 'last shared event: its number or id'),
    ),
  )
    .option('--name <name>', 'name of the new run; an interrupted fork of that name is completed')
    .option('--no-run', 'create the fork without working on it; see resume')
    .addHelpText(
      'after',
      `
Shared work is neither repeated nor paid for again, and the original is never changed. A budget counts only the fork's own
spending. If this code or a changed limit would have produced a different history, the fork is refused with the last
event at which it is possible.

Examples:
  ai-scientist fork latest --at 120
  ai-scientist fork latest --at 120 --writer-model playbook --limit reviews=3
  ai-scientist fork latest --at 57 --answer better-answer.txt --name second-thought
  ai-scientist fork latest --at 57 --comment "compare with weight decay, too" --no-run`,
    )
    .action(async (given: string, options: Options) => {
      const wish = await forkWish(options);
      const say = (forked: Forked): void => (options.json ? tell : print)(forkedText(forked));
      if (!options.run) return say(await forkRun(services, given, options, wish));
      exit(
        await showWork(services, await beginFork(withResults(services, options), given, options, wish, say), options),
      );
    });
