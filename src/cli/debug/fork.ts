import { Command } from 'commander';
import { createFork, type ForkPlan, planFork } from '../../actors/fork.ts';
import { remember } from '../../actors/known-roles.ts';
import { CodedError } from '../../events/outcome.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { progressOf } from '../../events/projections/progress.ts';
import type { RunStarted, Settings } from '../../events/vocabulary/run.ts';
import { runName } from '../../lab/begin.ts';
import { findRun, knownRoles, readRecorded, templateNameOf, wholeRoster, withBroker } from '../../lab/open.ts';
import type { ModelChoice, Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recording } from '../../ports/recording.ts';
import { dollarsText } from '../../text/quantities.ts';
import type { MakeCommand } from '../commands.ts';
import type { DisplayChoice } from '../live/display.ts';
import { print, tell } from '../output.ts';
import { addAgainOptions, addDisplayOptions } from '../research/run-options.ts';
import { askToResume, workAgain } from '../steer/resume.ts';
import { addForkOptions, type ForkOptions, readChanges } from './fork-changes.ts';

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

const plan = async (services: Services, broker: Broker, recording: Recording, options: Options): Promise<ForkPlan> => {
  const { run, log } = recording;
  const at = /^\d+$/.test(options.at) ? Number(options.at) : log.findIndex(({ event }) => event.id === options.at) + 1;
  const point = log[at - 1];
  if (point === undefined)
    throw new CodedError(
      'event.unknown',
      `run ${run} has no event "${options.at}": give a number from 1 to ${log.length}, or an event's id`,
    );
  const original = log[0]?.event.data as RunStarted;
  const known = await knownRoles(services, options.roster);
  const { budget } = progressOf(log.slice(0, at).map(({ event }) => event));
  const resolve = async (models: ModelChoice, settings: Settings): Promise<RunStarted['models']> => {
    const template = await services.templates.load(
      options.template ?? templateNameOf(original),
      settings.profile,
      (bytes) => broker.blobs.put(bytes),
    );
    return (await services.hands(broker, template, models, settings)).models;
  };
  const changes = await readChanges(options, original, point.event, budget, services.version, resolve);
  const { roster, loaded } = await wholeRoster(run, original, known);
  await remember(known.trusted, loaded);
  return planFork(recording, at, roster, changes);
};

const told = (name: string, { started, shared }: ForkPlan): string => {
  const { run, through, id, changes } = started.forkedFrom;
  const cost = totalCost(shared);
  return `${name} is a fork of ${run} at event ${through} (${id}).
shared   ${through} events with ${cost.calls} model calls, ${dollarsText(cost)} that is not paid again
changed  ${changes.join('; ') || 'nothing'}
`;
};

const fork = (services: Services, given: string, options: Options): Promise<number> =>
  withBroker(services, async (broker: Broker) => {
    const run = await findRun(broker, given);
    const log = await readRecorded(await broker.logs.open(run));
    const made = await plan(services, broker, { run, log, blobs: broker.blobs }, options);
    const now = services.clock.now();
    const name = options.name ?? runName(made.started.template.name, now);
    const forked = await createFork(broker.logs, name, made, now);
    (options.json ? tell : print)(told(name, made));
    if (!options.run) return 0;
    const progress = progressOf((await readRecorded(forked)).map(({ event }) => event));
    if (progress.status === 'paused') await askToResume(services, broker, name, progress, {});
    return workAgain(services, broker, name, options);
  });

export const forkCommand: MakeCommand = (services, exit) =>
  addDisplayOptions(
    addForkOptions(
      addAgainOptions(new Command('fork'))
        .description('A new run that shares the history of another up to an event, with something changed.')
        .argument('<run>', 'its name, the beginning of it, or "latest"')
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
    .action(async (run: string, options: Options) => exit(await fork(services, run, options)));
