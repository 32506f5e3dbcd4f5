import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { canonical, hashOf } from '../../actors/canonical.ts';
import { Fold } from '../../actors/fold.ts';
import type { Requested } from '../../actors/output.ts';
import { seal } from '../../events/envelope.ts';
import { resultId } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { commandName } from '../../lab/command-name.ts';
import { findRun, readRecorded, recordedRoster, withBroker } from '../../lab/open.ts';
import type { Services } from '../../lab/services.ts';
import { workersOf } from '../../lab/working.ts';
import type { Broker } from '../../ports/broker.ts';
import { timeText } from '../../text/quantities.ts';
import { table } from '../../text/table.ts';
import type { MakeCommand } from '../commands.ts';
import type { DisplayChoice } from '../live/display.ts';
import { outputColumns, print, printJson } from '../output.ts';
import { addDisplayOptions } from '../research/run-options.ts';
import { workAgain } from './resume.ts';

/** A task that was asked for and has no result. */
type Unresolved = {
  readonly task: Requested;
  readonly purpose: string;
  readonly attempts: number;
  /** Who took it up last, and when; empty when nobody has. */
  readonly worker: string;
  readonly since: string;
  readonly state: 'not taken up' | 'under way' | 'its worker is gone';
};

const purposeOf = ({ task, key, input }: Requested): string =>
  task === 'model' ? ((input() as { purpose?: string }).purpose ?? key) : task;

const unresolvedIn = async (services: Services, broker: Broker, run: string): Promise<readonly Unresolved[]> => {
  const log = await readRecorded(await broker.logs.open(run));
  const first = log[0];
  if (first === undefined) throw new CodedError('log.no_start', `run ${run} has no events: nothing was ever recorded`);
  const fold = new Fold((await recordedRoster(first.event.data as RunStarted, services.version)).roster);
  for (const { event, sequence } of log) fold.apply(event, sequence);
  const tasks = [...fold.outstanding.values()].filter(
    (output): output is Requested => output.kind === 'perform' && !fold.isDropped(output),
  );
  const alive = await workersOf(broker, run);
  return tasks.map((task) => {
    const started = log.filter(
      ({ event }) => event.type === 'task.started' && (event.data as { task: string }).task === task.id,
    );
    const last = started.at(-1)?.event;
    const worker = (last?.data as { worker?: string })?.worker ?? '';
    const state = last === undefined ? 'not taken up' : alive.includes(worker) ? 'under way' : 'its worker is gone';
    return { task, purpose: purposeOf(task), attempts: started.length, worker, since: last?.time ?? '', state };
  });
};

const unresolved = (services: Services, given: string, json: boolean | undefined): Promise<void> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const all = await unresolvedIn(services, broker, run);
    if (json)
      return printJson(
        all.map(({ task, ...rest }) => ({ task: task.id, kind: task.task, ...rest, input: task.input() })),
      );
    if (all.length === 0) return print(`Every task of ${run} has its result.`);
    print(
      table(
        all,
        [
          { title: 'TASK', text: ({ task }) => task.id },
          { title: 'PURPOSE', text: ({ purpose }) => purpose },
          { title: 'ATTEMPTS', text: ({ attempts }) => String(attempts), right: true },
          { title: 'SINCE (UTC)', text: ({ since }) => timeText(since) },
          { title: 'STATE', text: ({ state, worker }) => (worker === '' ? state : `${state} (${worker})`) },
        ],
        outputColumns(),
      ),
    );
  });

const readAnswer = async (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: Error) => {
    throw new CodedError('cli.bad_option', `--adopt ${path}: ${error.message}`, { cause: error });
  });

/** A person's answer in the form of a task's value: text for a model, JSON for anything else. */
const givenValue = async (broker: Broker, { task, purpose }: Unresolved, path: string): Promise<unknown> => {
  const text = await readAnswer(path);
  if (task.task !== 'model') {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new CodedError(
        'cli.bad_option',
        `--adopt ${path}: a ${task.task} task has a result in JSON: ${(error as Error).message}`,
        { cause: error },
      );
    }
  }
  const request = await broker.blobs.put(new TextEncoder().encode(canonical(task.input())));
  const usage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };
  return { text, model: 'human', stopReason: 'end', usage, costUsd: 0, latencyMs: 0, purpose, request };
};

type Choice = DisplayChoice & {
  readonly retry?: boolean;
  readonly adopt?: string;
  readonly abandon?: boolean;
  readonly template?: string;
};

const record = async (
  services: Services,
  broker: Broker,
  run: string,
  { task, attempts }: Unresolved,
  [type, outcome]: readonly [string, object],
): Promise<void> => {
  const { id, task: kind, key, scope, role, causationid } = task;
  const data = { task: id, kind, key, attempt: attempts, durationMs: 0, inputSha256: hashOf(task.input()), ...outcome };
  const draft = { id: resultId(id), type, version: 1, run, scope, role, causationid, data };
  const appended = await (await broker.logs.open(run)).append(seal(draft, services.clock.now()));
  if (appended === 'present') throw new CodedError('task.answered', `task ${id} of ${run} has its result already`);
};

const answer = (services: Services, given: string, id: string, choice: Choice): Promise<number> =>
  withBroker(services, async (broker) => {
    if ([choice.retry, choice.adopt, choice.abandon].filter(Boolean).length !== 1)
      throw new CodedError('cli.bad_option', 'give one of --retry, --adopt <file> and --abandon');
    const run = await findRun(broker, given);
    const found = (await unresolvedIn(services, broker, run)).find(({ task }) => task.id === id);
    if (found === undefined)
      throw new CodedError('task.answered', `run ${run} has no task ${id} without a result: see \`unresolved ${run}\``);
    if (choice.retry) {
      if (found.state === 'under way') {
        print(`${id} is under way already (${found.worker}).`);
        return 0;
      }
      return workAgain(services, broker, run, choice);
    }
    if (choice.adopt !== undefined) {
      const value = await givenValue(broker, found, choice.adopt);
      await record(services, broker, run, found, ['task.completed', { value }]);
    } else {
      const error = { code: 'task.abandoned', message: `a person has abandoned ${id}` };
      await record(services, broker, run, found, ['task.failed', { error }]);
    }
    print(`${id} has its result. Unless a process works on it, the run goes on by: ${commandName} resume ${run}`);
    return 0;
  });

export const unresolvedCommand: MakeCommand = (services) =>
  new Command('unresolved')
    .description('Tasks of a run that were asked for and have no result, such as a paid call whose answer was lost.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .option('--json', 'as JSON, with what each task was asked')
    .addHelpText(
      'after',
      `
Examples:
  ai-scientist unresolved latest
  ai-scientist unresolved latest --json`,
    )
    .action((run: string, { json }: { json?: boolean }) => unresolved(services, run, json));

export const answerCommand: MakeCommand = (services, exit) =>
  addDisplayOptions(new Command('answer'))
    .description('Decide what becomes of a task without a result: have it done again, answer it, or give it up.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .argument('<task>', 'its id, as `unresolved` lists it')
    .option('--retry', 'perform it again, and go on with the run here')
    .option('--adopt <file>', "this text is the model's answer; for other tasks, this JSON is the result")
    .option('--abandon', 'record it as failed; its role decides what follows')
    .option('--template <folder>', "with --retry: the template's folder, when it was not one of the project's")
    .addHelpText(
      'after',
      `
A result is recorded once: whoever is second, a person or a worker, changes nothing.

Examples:
  ai-scientist answer latest idea-1.coder.4 --retry
  ai-scientist answer latest idea-1.coder.4 --adopt edit.txt
  ai-scientist answer latest idea-1.coder.4 --abandon`,
    )
    .action(async (run: string, task: string, choice: Choice) => exit(await answer(services, run, task, choice)));
