import { Command, InvalidArgumentError } from 'commander';
import { CodedError } from '../../events/outcome.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import { commandName } from '../../lab/command-name.ts';
import { findRun, readEvents, withBroker } from '../../lab/open.ts';
import { appendRequest, isAnswered, settleAlone } from '../../lab/requests.ts';
import type { Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import type { MakeCommand } from '../commands.ts';
import { print } from '../output.ts';

/** Throws CodedError('run.over') for a run that is at its end: nothing can be asked of it. */
export const progressOfOpenRun = async (broker: Broker, run: string): Promise<Progress> => {
  const progress = progressOf(await readEvents(broker, run));
  if (progress.status === 'finished')
    throw new CodedError('run.over', `run ${run} is over (${progress.outcome}): nothing can be asked of it any more`);
  return progress;
};

const pause = (services: Services, given: string, reason: string): Promise<void> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const { status, reason: present } = await progressOfOpenRun(broker, run);
    if (status === 'paused') return print(`${run} is paused already: ${present}`);
    const after = await appendRequest(services, broker, run, 'pause.requested', { reason });
    if (await isAnswered(broker, run, after, ({ type }) => type === 'run.paused'))
      return print(`${run} is paused: tasks under way end, no new one begins. Go on by: ${commandName} resume ${run}`);
    await settleAlone(services, broker, run);
    print(
      `No process is working on ${run}. The pause is recorded: whoever works on it begins nothing, until: ${commandName} resume ${run}`,
    );
  });

const scopeToCancel = ({ archive }: Progress, run: string, idea: number | undefined): string => {
  if (idea === undefined) return 'run';
  const entry = archive.ideas.find(({ origin, number }) => origin === 'run' && number === idea);
  if (entry === undefined) throw new CodedError('idea.unknown', `run ${run} has no idea ${idea}: see \`show ${run}\``);
  if (entry.outcome !== null)
    throw new CodedError('idea.over', `idea ${idea} of ${run} is at its end already: ${entry.outcome}`);
  return entry.scope;
};

const cancel = (services: Services, given: string, idea: number | undefined, reason: string): Promise<void> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const scope = scopeToCancel(await progressOfOpenRun(broker, run), run, idea);
    const what = idea === undefined ? run : `idea ${idea} of ${run}`;
    const after = await appendRequest(services, broker, run, 'cancel.requested', { scope, reason });
    const isAnswer = ({ type, data }: { type: string; data: unknown }) =>
      type === 'scope.cancelled' && (data as { scope: string }).scope === scope;
    if (await isAnswered(broker, run, after, isAnswer)) return print(`${what} is cancelled, for good.`);
    await settleAlone(services, broker, run);
    print(`${what} is cancelled, for good. No process was working on the run: this one has recorded it.`);
  });

const ideaNumber = (text: string): number => {
  const number = Number(text);
  if (Number.isInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('give the number of an idea: 1, 2, …');
};

const runArgument = 'its name, the beginning of it, or "latest"';

export const pauseCommand: MakeCommand = (services) =>
  new Command('pause')
    .description('Begin no new task of a run; what is under way ends.')
    .argument('<run>', runArgument)
    .option('--reason <text>', 'recorded with it', 'asked for by a person')
    .addHelpText(
      'after',
      `
Works from any terminal; it is an event, so it outlives every process.

Examples:
  ai-scientist pause latest
  ai-scientist pause grokking-2026 --reason "the machine is needed"`,
    )
    .action((run: string, { reason }: { reason: string }) => pause(services, run, reason));

export const cancelCommand: MakeCommand = (services) =>
  new Command('cancel')
    .description('End a run, or one of its ideas, for good; tasks under way are stopped.')
    .argument('<run>', runArgument)
    .option('--idea <n>', 'only this idea', ideaNumber)
    .option('--reason <text>', 'recorded with it', 'asked for by a person')
    .addHelpText(
      'after',
      `
What is recorded stays readable: show, archive and replay work as before.

Examples:
  ai-scientist cancel latest
  ai-scientist cancel latest --idea 2 --reason "too much like idea 1"`,
    )
    .action((run: string, { idea, reason }: { idea?: number; reason: string }) => cancel(services, run, idea, reason));
