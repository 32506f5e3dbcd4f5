import { InvalidArgumentError } from 'commander';
import type { SoundPart } from '../../actors/verify/sound-part.ts';
import { CodedError } from '../../events/outcome.ts';
import { commandName } from '../../lab/command-name.ts';
import { type Bench, cutRun, examine, restoreFromBundle, withBench } from '../../lab/keep/repair.ts';
import type { DefineCommand } from '../command.ts';
import { print } from '../output.ts';

type Options = { cut?: number | true; from?: string };

const waysText = (run: string, { log, chained, problem }: SoundPart): string => {
  const cuts = [
    ...(chained > 0
      ? [
          `${commandName} repair ${run} --cut              ends it at event ${chained}, the last that the hash chain proves`,
        ]
      : []),
    ...(log.length > chained
      ? [`${commandName} repair ${run} --cut ${log.length}           ends it at the last event that can be read`]
      : []),
  ];
  return [
    `${run} is damaged: ${problem}`,
    `${log.length} events from its first on can be read. The ways out:`,
    `${commandName} repair ${run} --from <bundle>    puts back what a bundle has`,
    ...cuts,
    `${commandName} delete ${run}                    gives it up`,
  ].join('\n');
};

const act = async (bench: Bench, run: string, { cut, from }: Options): Promise<number> => {
  if (from !== undefined) {
    print(`${run} is restored from ${from}: it has ${await restoreFromBundle(bench, run, from)} events`);
    return 0;
  }
  if (cut !== undefined) {
    const { kept, givenUp } = await cutRun(bench, run, cut === true ? undefined : cut);
    print(`${run} ends at event ${kept} now; ${givenUp} events after it that could be read are given up`);
    return 0;
  }
  const part = await examine(bench, run);
  if (part.isGivenBack) print(`the server has the log of ${run} again`);
  print(part.problem === undefined ? `${run} can be read to its end: ${part.log.length} events` : waysText(run, part));
  return part.problem === undefined ? 0 : 1;
};

const sequence = (text: string): number => {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('give the number of an event');
};

export const define: DefineCommand = (command, services, exit) =>
  command
    .argument('<run>', 'its whole name')
    .option('--from <file>', 'put back what a bundle of the run has, events and blobs')
    .option('--cut [event]', 'end it at this event; by default at the last that the hash chain proves', sequence)
    .addHelpText(
      'after',
      `
Without an option it only says what is damaged and what can be done, after a log whose data are there and that the server did
not find was given back to it. A run that is cut can be resumed: what was recorded after the cut is done, and paid for, again.

Examples:
  ai-scientist repair grokking-20260102-1504-k3f9
  ai-scientist repair grokking-20260102-1504-k3f9 --cut
  ai-scientist repair grokking-20260102-1504-k3f9 --from grokking-20260102-1504-k3f9.bundle.tar`,
    )
    .action((given: string, options: Options) => {
      if (options.cut !== undefined && options.from !== undefined)
        throw new CodedError('cli.bad_option', '--cut and --from are two ways: give one');
      return withBench(services, given, options.from === undefined, async (bench, run) =>
        exit(await act(bench, run, options)),
      );
    });
