import { type Checked, checkRuns, placesToCheck } from '../../lab/debug/check.ts';
import { type Replay, replayRun } from '../../lab/debug/replay.ts';
import { stepData } from '../../lab/debug/step-data.ts';
import type { Services } from '../../lab/services.ts';
import type { DefineCommand } from '../command.ts';
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

/** Checks a run, a bundle, or every bundle of a folder; the exit code is 1 when one of them differs or cannot be read. */
const check = async (services: Services, given: string, options: Options): Promise<number> => {
  const { json = false, allowPromptChanges = false } = options;
  const places = await placesToCheck(given);
  const all: Checked[] = [];
  for await (const checked of checkRuns(services, places, options.roster)) {
    if (!json) print(places.length === 1 ? checkedText(checked) : `${checked.place}\n${checkedText(checked)}`);
    all.push(checked);
  }
  if (json) printJson(places.length === 1 ? all[0]?.report : all);
  const passes = ({ report }: Checked): boolean =>
    report?.divergence === null && (report.prompts.length === 0 || allowPromptChanges);
  return all.every(passes) ? 0 : 1;
};

export const define: DefineCommand = (command, services, exit) =>
  addRosterOption(command)
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
gives the same bytes.

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
    .action(async (run: string, options: Options) => {
      if (options.check) return exit(await check(services, run, options));
      await replayRun(services, run, options.to, options.roster, (replay) => look(replay, options));
    });
