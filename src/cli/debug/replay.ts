import { Command } from 'commander';
import { Timeline } from '../../actors/replay/timeline.ts';
import { CodedError } from '../../events/outcome.ts';
import { knownRoles } from '../../lab/open.ts';
import { withRecording } from '../../lab/recording.ts';
import type { Services } from '../../lab/services.ts';
import type { Recorded } from '../../ports/log.ts';
import type { Recording } from '../../ports/recording.ts';
import type { MakeCommand } from '../commands.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../research/run-options.ts';
import { isInteractive } from '../terminal.ts';
import { type CheckOptions, check, rosterOf } from './replay/check.ts';
import { stateText } from './replay/state-text.ts';
import { stepData } from './replay/step-data.ts';
import { stepThrough } from './stepper/session.ts';

type Options = CheckOptions & {
  readonly to?: string;
  readonly context?: boolean;
  readonly check?: boolean;
  readonly print?: boolean;
};

const positionOf = (log: readonly Recorded[], to: string): number => {
  const position = /^\d+$/.test(to) ? Number(to) : (log.find(({ event }) => event.id === to)?.sequence ?? 0);
  if (position >= 1 && position <= log.length) return position;
  throw new CodedError('event.unknown', `no event "${to}": give a number from 1 to ${log.length}, or an event's id`);
};

const look = async (services: Services, recording: Recording, options: Options): Promise<void> => {
  const { to, context = false, json, print: isPrinted } = options;
  const roster = await rosterOf(recording.log, await knownRoles(services, options.roster));
  const timeline = new Timeline(roster, recording.log);
  const sequence = to === undefined ? timeline.length : positionOf(recording.log, to);
  if (json) printJson(await stepData(timeline, recording, sequence, context));
  else if (isPrinted || context || !isInteractive()) print(stateText(timeline, sequence, context));
  else await stepThrough(recording, timeline, to === undefined ? 1 : sequence, process);
};

const act = async (services: Services, given: string, options: Options): Promise<number> => {
  if (options.check) return check(services, given, options);
  await withRecording(services, given, (recording) => look(services, recording, options));
  return 0;
};

export const replayCommand: MakeCommand = (services, exit) =>
  addRosterOption(new Command('replay'))
    .description('Step through a run from its log alone, or compare the log with what the code makes of it.')
    .argument('<run>', 'its name, the beginning of it, or "latest"; with --check also a folder of bundles')
    .option('--to <event>', 'begin at this event, or print what was after it: its number or its id')
    .option('--print', "print every actor's state, on a terminal too")
    .option('--context', 'print with what each actor remembers')
    .option('--check', 'compare every output, input, schema and the hash chain with what the code gives')
    .option('--allow-prompt-changes', 'with --check: inputs of tasks that are others today are shown, and no failure')
    .option('--json', 'as JSON: with --to all that the stepper shows of one event')
    .addHelpText(
      'after',
      `
On a terminal this is a stepper: press ? in it for its keys. Elsewhere the state of every actor is printed.
Needs the log and the roles' code only: no model, no sandbox, no network, no key; nothing is written. The same log
gives the same bytes. An added role's code is loaded only from where --roster says, or when this machine trusts it from a
run that was started with --roster; otherwise its outputs are taken as recorded, and its states are unknown.

With --check the exit code is 1 at the first output, data or chain value that differs, and names the event, the actor, its
state and what has changed: the machine, the schema, or the log. It is 1 too when only the prompt, or another
task's input, has changed, unless --allow-prompt-changes is given.

Examples:
  ai-scientist replay latest
  ai-scientist replay latest --to 120
  ai-scientist replay latest --to idea-1.coder.2 --json
  ai-scientist replay latest --print --context
  ai-scientist replay grokking-2026 --check
  ai-scientist replay recorded-runs/ --check --allow-prompt-changes`,
    )
    .action(async (run: string, options: Options) => exit(await act(services, run, options)));
