import type { Event } from '../../events/envelope.ts';
import { encloses } from '../../events/id.ts';
import { commandName } from '../../lab/command-name.ts';
import { type Watched, watchRun } from '../../lab/look/watch.ts';
import type { DefineCommand } from '../command.ts';
import { type Exit, exitOfOutcome } from '../exit-codes.ts';
import { type Display, openDisplay } from '../live/display.ts';
import { onInterruption } from '../live/interruption.ts';
import { waitingText } from '../live/waiting-text.ts';
import { tell } from '../output.ts';

type Options = {
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly tail?: boolean;
  readonly type?: readonly string[];
  readonly scope?: string;
};

const isWanted = ({ type, scope }: Event, options: Options): boolean =>
  (options.type === undefined || options.type.includes(type)) &&
  (options.scope === undefined || encloses(options.scope, scope));

const isOver = ({ progress }: Watched): boolean => progress.status === 'finished';

const deadText = ({ run, state, progress }: Watched): string => {
  if (state === 'waiting') return waitingText(run, progress.awaiting);
  const why = state === 'paused' ? `${run} is paused: ${progress.reason}` : `no process works on ${run}`;
  return `${why}; to continue: ${commandName} resume ${run}`;
};

const exitOf = (watched: Watched): Exit => {
  if (isOver(watched)) return exitOfOutcome(watched.progress);
  return watched.state === 'paused' || watched.state === 'waiting' ? watched.state : 'interrupted';
};

const gathered = (value: string, before: readonly string[] = []): readonly string[] => [...before, ...value.split(',')];

export const define: DefineCommand = (command, services, exit) =>
  command
    .argument('[run]', 'name, or unique prefix of it', 'latest')
    .option('--json', 'print every event as a line of JSON')
    .option('--verbose', 'print every event as a line of text, including those of tasks')
    .option('--tail', 'only new events')
    .option('--type <type>', 'only events of this type; repeatable', gathered)
    .option('--scope <scope>', 'only events in this scope and below, such as idea-2')
    .addHelpText(
      'after',
      `
It ends with the run, or when no process works on the run any more, and says so.

Examples:
  ai-scientist watch
  ai-scientist watch latest --json --type paper.reviewed,idea.finished
  ai-scientist watch latest --verbose --scope idea-2 --tail`,
    )
    .action(async (named: string, options: Options) => {
      const interruption = onInterruption(() => {});
      let display: Display | undefined;
      const open = (run: string) => {
        const opened = openDisplay(run, options, services.clock.now);
        display = opened;
        const event = (one: Event, isNew: boolean) =>
          opened.event(one, (!options.tail || isNew) && isWanted(one, options));
        return { event, telemetry: opened.telemetry };
      };
      const watched = await watchRun(services, named, open, interruption.signal).finally(interruption.dispose);
      if (isOver(watched) || interruption.signal.aborted) display?.close();
      else {
        display?.dead();
        display?.close();
        tell(deadText(watched));
      }
      exit(exitOf(watched));
    });
