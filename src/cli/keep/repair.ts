import { InvalidArgumentError } from 'commander';
import type { SoundPart } from '../../actors/verify/sound-part.ts';
import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../../lab/command-name.ts';
import { type Bench, cutRun, examine, restoreFromBundle, withBench } from '../../lab/keep/repair.ts';
import type { DefineCommand } from '../command.ts';
import type { Exit } from '../exit-codes.ts';
import { print } from '../output.ts';

type Options = { cut?: number | true; from?: string };

const waysText = (run: string, { log, chained, problem }: SoundPart): string => {
  const cuts = [
    ...(chained > 0
      ? [
          `${commandName} repair ${run} --cut              cut it after event ${chained}, the last one that the hash chain covers`,
        ]
      : []),
    ...(log.length > chained
      ? [`${commandName} repair ${run} --cut ${log.length}           cut it after the last readable event`]
      : []),
  ];
  return [
    `${run} is damaged: ${problem}`,
    `The first ${log.length} events can be read. You can:`,
    `${commandName} repair ${run} --from <bundle>    restore it from a bundle`,
    ...cuts,
    `${commandName} delete ${run}                    delete it`,
  ].join('\n');
};

const act = async (bench: Bench, run: string, { cut, from }: Options): Promise<Exit> => {
  if (from !== undefined) {
    print(`restored ${run} from ${from}: ${await restoreFromBundle(bench, run, from)} events`);
    return 'done';
  }
  if (cut !== undefined) {
    const { kept, givenUp } = await cutRun(bench, run, cut === true ? undefined : cut);
    print(`cut ${run} after event ${kept}; ${givenUp} readable events after it were discarded`);
    return 'done';
  }
  const part = await examine(bench, run);
  if (part.isGivenBack) print(`gave the server the log of ${run} back`);
  print(part.problem === undefined ? `${run} can be read to its end: ${part.log.length} events` : waysText(run, part));
  return part.problem === undefined ? 'done' : 'damaged';
};

const sequence = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give the number of an event');
};

export const define: DefineCommand = (command, services, exit) =>
  command
    .argument('<run>', 'full name')
    .option('--from <file>', 'restore events and blobs from a bundle of the run')
    .option('--cut [event]', 'cut it after this event (default: the last one that the hash chain covers)', sequence)
    .addHelpText(
      'after',
      `
Without an option, repair reports the damage and the possible repairs. It changes nothing, except that it gives the
server back a log whose data exist but which the server did not find. A cut run can be resumed; work recorded after the
cut is done, and paid for, again.

Examples:
  ai-scientist repair grokking-20260102-1504-k3f9
  ai-scientist repair grokking-20260102-1504-k3f9 --cut
  ai-scientist repair grokking-20260102-1504-k3f9 --from grokking-20260102-1504-k3f9.bundle.tar`,
    )
    .action((given: string, options: Options) => {
      if (options.cut !== undefined && options.from !== undefined)
        throw new CodedError('cli.bad_option', 'give either --cut or --from, not both');
      return withBench(services, given, options.from === undefined, async (bench, run) =>
        exit(await act(bench, run, options)),
      );
    });
