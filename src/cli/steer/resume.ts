import { Command, InvalidArgumentError } from 'commander';
import { type KnownRoles, remember } from '../../actors/known-roles.ts';
import { forkedId } from '../../events/id.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Progress } from '../../events/projections/progress.ts';
import type { Budget, Settings } from '../../events/vocabulary/run.ts';
import { checkPrices } from '../../lab/check-prices.ts';
import { commandName } from '../../lab/command-name.ts';
import {
  findRun,
  knownRoles,
  readEvents,
  readRecorded,
  startOf,
  templateNameOf,
  wholeRoster,
  withBroker,
} from '../../lab/open.ts';
import { appendRequest, isAnswered, settleAlone } from '../../lab/requests.ts';
import type { Services } from '../../lab/services.ts';
import type { Broker } from '../../ports/broker.ts';
import { plural } from '../../text/quantities.ts';
import type { MakeCommand } from '../commands.ts';
import { checkRecording } from '../debug/replay/check.ts';
import { findingText } from '../debug/replay/finding-text.ts';
import { developRun } from '../live/develop.ts';
import type { DisplayChoice } from '../live/display.ts';
import { print, tell } from '../output.ts';
import {
  addAgainOptions,
  addDisplayOptions,
  addModelOptions,
  type ModelOptions,
  modelsAgain,
} from '../research/run-options.ts';
import { progressOfOpenRun } from './control.ts';

type Options = DisplayChoice &
  ModelOptions & {
    dollars?: number;
    tokens?: number;
    hours?: number;
    template?: string;
    roster?: string;
    sandbox?: string;
  };

/**
 * Throws CodedError('run.diverged') when today's code would have recorded something else: going on would mix the two.
 * Other prompts alone are a matter of what is asked from now on.
 */
const checkCode = async (broker: Broker, run: string, known: KnownRoles): Promise<void> => {
  const log = await readRecorded(await broker.logs.open(run));
  const { divergence, prompts } = await checkRecording({ run, log, blobs: broker.blobs }, known);
  if (divergence !== null) {
    tell(findingText(divergence));
    const at = divergence.sequence - 1;
    throw new CodedError(
      'run.diverged',
      `run ${run} was recorded by other code, which parts from this one at event ${divergence.sequence}: ` +
        `fork it instead: ${commandName} fork ${run} --at ${at}`,
    );
  }
  const [first] = prompts;
  if (first === undefined) return;
  const places = `${plural(prompts.length, 'recorded task')}, the first ${first.id}`;
  tell(`warning: prompts have changed since (${places}): what is asked from now on is worded anew`);
};

/** A pause that somebody asked for and that nobody was there to record. */
const isPauseWaiting = async (broker: Broker, run: string): Promise<boolean> => {
  const types = (await readEvents(broker, run)).map(({ type }) => type);
  return (
    types.lastIndexOf('pause.requested') >
    Math.max(types.lastIndexOf('run.paused'), types.lastIndexOf('resume.requested'))
  );
};

export const askToResume = async (
  services: Services,
  broker: Broker,
  run: string,
  { status }: Progress,
  budget: Partial<Budget>,
): Promise<'answered' | 'unanswered' | 'not asked'> => {
  const isGiven = Object.keys(budget).length > 0;
  if (status !== 'paused' && !isGiven && !(await isPauseWaiting(broker, run))) return 'not asked';
  const after = await appendRequest(services, broker, run, 'resume.requested', isGiven ? { budget } : {});
  return (await isAnswered(broker, run, after, ({ type }) => type === 'run.resumed')) ? 'answered' : 'unanswered';
};

/** A revision that somebody asked for when the run was at its end, and that nobody was there to begin. */
const isRevisionWaiting = async (broker: Broker, run: string): Promise<boolean> => {
  const types = (await readEvents(broker, run)).map(({ type }) => type);
  return (
    types.lastIndexOf('revise.requested') >
    Math.max(types.lastIndexOf('idea.reopened'), types.lastIndexOf('run.finished'))
  );
};

/**
 * A log may come from anybody, and its experiments are code: a person says here that they run without a sandbox. Throws
 * CodedError('sandbox.unconfirmed').
 */
const settingsAgain = (run: string, settings: Settings, given: string | undefined): Settings => {
  if (given !== undefined) return { ...settings, sandbox: given };
  if (settings.sandbox !== 'none') return settings;
  throw new CodedError(
    'sandbox.unconfirmed',
    `run ${run} was begun without a sandbox, so that its code would run with your rights: give --sandbox auto, or --sandbox none to say so again`,
  );
};

/** Hands as the run had them: its models unless others are named, its settings, and its template's offline answers. */
export const workAgain = async (
  services: Services,
  broker: Broker,
  run: string,
  { template: folder, roster: rosterFile, sandbox, ...options }: Options,
): Promise<number> => {
  const start = await startOf(broker, run);
  if (start === undefined) throw new CodedError('log.no_start', `run ${run} has no events: nothing was ever recorded`);
  const { models, forkedFrom } = start.data;
  const settings = settingsAgain(run, start.data.settings, sandbox);
  const isHalf = forkedFrom && (await (await broker.logs.open(run)).get(forkedId(forkedFrom.through))) === undefined;
  if (isHalf)
    throw new CodedError(
      'fork.incomplete',
      `run ${run} is a fork that was never completed; make it again: ${commandName} fork ${forkedFrom.run} --at ${forkedFrom.through} --name ${run}, with the same changes`,
    );
  const known = await knownRoles(services, rosterFile);
  const { roster, performers, loaded: roles } = await wholeRoster(run, start.data, known);
  await remember(known.trusted, roles);
  const loaded = await services.templates.load(folder ?? templateNameOf(start.data), settings.profile, (bytes) =>
    broker.blobs.put(bytes),
  );
  const hands = await services.hands(broker, loaded, modelsAgain(models, options), settings);
  checkPrices(hands, { ...settings.budget, ...budgetIn(options) });
  const development = { run, roster, performers: [...hands.performers, ...performers] };
  return developRun(services, broker, development, options);
};

const budgetIn = ({ dollars, tokens, hours }: Options): Partial<Budget> => ({
  ...(dollars !== undefined && { dollars }),
  ...(tokens !== undefined && { tokens }),
  ...(hours !== undefined && { hours }),
});

const resume = (services: Services, given: string, options: Options): Promise<number> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    if (await isRevisionWaiting(broker, run)) await settleAlone(services, broker, run);
    const progress = await progressOfOpenRun(broker, run);
    await checkCode(broker, run, await knownRoles(services, options.roster));
    if ((await askToResume(services, broker, run, progress, budgetIn(options))) === 'answered') {
      print(`${run} goes on in the process that works on it.`);
      return 0;
    }
    return workAgain(services, broker, run, options);
  });

const amount = (text: string): number => {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('give a number, not below 0');
};

export const resumeCommand: MakeCommand = (services, exit) =>
  addDisplayOptions(addModelOptions(addAgainOptions(new Command('resume'))))
    .description('Go on with a run that is paused or was interrupted, where it was.')
    .argument('<run>', 'its name, the beginning of it, or "latest"')
    .option('--dollars <n>', 'the new limit of its whole cost', amount)
    .option('--tokens <n>', 'the new limit of all its tokens', amount)
    .option('--hours <n>', 'the new limit of its whole time, pauses apart', amount)
    .addHelpText(
      'after',
      `
Nothing that is recorded is done or paid for again. A paused run that a process still works on goes on there;
any other is worked on here, with the settings and roles that it began with, and its models unless others are named. A run
that other code recorded is refused when this code would have recorded something else: fork it then. Changed prompts alone are a warning.

Examples:
  ai-scientist resume latest
  ai-scientist resume latest --dollars 20`,
    )
    .action(async (run: string, options: Options) => exit(await resume(services, run, options)));
