import { totalCost } from '../../events/projections/cost.ts';
import { beginFork, type Forked, forkRun } from '../../lab/debug/fork.ts';
import { dollarsText } from '../../text/quantities.ts';
import type { DefineCommand } from '../command.ts';
import type { DisplayChoice } from '../live/display.ts';
import { showWork } from '../live/show-work.ts';
import { print, tell } from '../output.ts';
import { addAgainOptions, addDisplayOptions } from '../run-options.ts';
import { runArgument } from '../words.ts';
import { addForkOptions, type ForkOptions, forkWish } from './fork-options.ts';

type Options = ForkOptions &
  DisplayChoice & {
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
        .requiredOption('--at <event>', 'the last shared event: its number or its id'),
    ),
  )
    .option('--name <name>', 'name of the new run; one that was interrupted while it was made is completed')
    .option('--no-run', 'make it, and leave it to resume')
    .addHelpText(
      'after',
      `
What is shared is neither done nor paid for again, and the original is never changed. A budget counts what the fork
spends itself. Where this code, or a changed limit, would have made something else of the shared history, the fork is
refused, and told how far it can go.

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
      exit(await showWork(services, await beginFork(services, given, options, wish, say), options));
    });
