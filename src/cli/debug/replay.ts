import { type Checked, checkRuns, placesToCheck } from '../../lab/debug/check.ts';
import { type Replay, replayRun } from '../../lab/debug/replay.ts';
import { stepData } from '../../lab/debug/step-data.ts';
import type { Services } from '../../lab/services.ts';
import type { DefineCommand } from '../command.ts';
import type { Exit } from '../exit-codes.ts';
import { reportText } from '../finding-text.ts';
import { print, printJson } from '../output.ts';
import { addRosterOption } from '../run-options.ts';
import { isInteractive } from '../terminal.ts';
import { stateText } from './replay/state-text.ts';
import { stepThrough } from './stepper/session.ts';

type Options = {
  readonly to?: string;
  readonly context?: boolean;
  readonly check?: boolean;
  readonly allowPromptChanges?: boolean;
  readonly print?: boolean;
  readonly json?: boolean;
  readonly roster?: string;
};

const look = async ({ recording, timeline, sequence: wanted }: Replay, options: Options): Promise<void> => {
  const { context = false, json, print: isPrinted } = options;
  const sequence = wanted ?? timeline.length;
  if (json) printJson(await stepData(timeline, recording, sequence, context));
  else if (isPrinted || context || !isInteractive()) print(stateText(timeline, sequence, context));
  else await stepThrough(recording, timeline, wanted ?? 1, process);
};

const checkedText = ({ place, report, problem }: Checked): string =>
  report === undefined ? `${place}: ${problem}\n` : reportText(report);

/** Checks a run, a bundle, or every bundle in a folder; the exit code is 1 if any differs or cannot be read. */
const check = async (services: Services, given: string, options: Options): Promise<Exit> => {
  const { json = false, allowPromptChanges = false } = options;
  const places = await placesToCheck(given);
  const all: Checked[] = [];
  for await (const checked of checkRuns(services, places, options.roster)) {
    if (!json) print(places.length === 1 ? checkedText(checked) : `${checked.place}\n${checkedText(checked)}`);
    all.push(checked);
  }
  if (json) printJson(all);
  const passes = ({ report }: Checked): boolean =>
    report?.divergence === null && (report.prompts.length === 0 || allowPromptChanges);
  return all.every(passes) ? 'done' : 'failed';
};

export const define: DefineCommand = (command, services, exit) =>
  addRosterOption(command)
    .argument(
      '<run>',
      'name, unique prefix of it, "latest" or "latest-review"; or a bundle; with --check, also a folder of bundles',
    )
    .option('--to <event>', 'start at this event, or print the state after it: its number or id')
    .option('--print', "print every actor's state, even on a terminal")
    .option('--context', 'also print what each actor remembers')
    .option('--check', "compare every output, input, schema and the hash chain with today's code")
    .option('--allow-prompt-changes', 'with --check: report changed task inputs without failing')
    .option('--json', 'as JSON; with --to, everything that the stepper shows about one event')
    .addHelpText(
      'after',
      `
On a terminal this is a stepper: press ? for its keys. Elsewhere it prints the state of every actor.
It needs only the log and the roles' code: no model, sandbox, network or key. It writes nothing. The same log
gives the same output, byte for byte.

With --check the exit code is 1 if an output, data or a chain value differs. The first difference is reported with
the event, the actor, its state and the cause: the machine, the schema, or the log. If only a prompt or another task's
input has changed, the exit code is 1 too, unless --allow-prompt-changes is given.

Examples:
  ai-scientist replay latest
  ai-scientist replay latest --to 120
  ai-scientist replay latest --to idea-1.coder.2 --json
  ai-scientist replay latest --print --context
  ai-scientist replay grokking-2026 --check
  ai-scientist replay recorded-runs/ --check --allow-prompt-changes`,
    )
    .action(async (run: string, options: Options) => {
      if (options.check) return exit(await check(services, run, options));
      await replayRun(services, run, options.to, options.roster, (replay) => look(replay, options));
    });
