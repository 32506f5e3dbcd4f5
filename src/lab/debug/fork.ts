import { createFork, type ForkPlan, planFork } from '../../actors/fork.ts';
import { remember } from '../../actors/roles/known.ts';
import { beginning } from '../../actors/storing.ts';
import { CodedError } from '../../events/outcome.ts';
import { progressOf } from '../../events/projections/progress.ts';
import type { RunStarted, Settings } from '../../events/vocabulary/run.ts';
import type { Broker } from '../../ports/broker.ts';
import type { Recording } from '../../ports/recording.ts';
import { findRun } from '../runs/find.ts';
import { holdingBroker, readRecorded, readRecording, withBroker } from '../runs/read.ts';
import { knownRoles, wholeRoster } from '../runs/roster.ts';
import { whileStoring } from '../runs/storing.ts';
import { templateNameOf } from '../runs/template.ts';
import type { ModelChoice, Services } from '../services.ts';
import { askToResume } from '../steer/resume.ts';
import { workAgain } from '../work/again.ts';
import { runName } from '../work/begin.ts';
import type { Work } from '../work/work.ts';
import { changesOf, type ForkWish } from './fork-changes.ts';

/** Where to fork a run, and the fork's name. */
export type ForkPoint = {
  /** The last shared event: its number or id. */
  readonly at: string;
  readonly name?: string | undefined;
  /** The template's folder, if it is not one of the project's. */
  readonly template?: string | undefined;
  /** The file that names added roles. */
  readonly roster?: string | undefined;
  /** Replaces the sandbox that the run started with. */
  readonly sandbox?: string | undefined;
};

const plan = async (
  services: Services,
  broker: Broker,
  recording: Recording,
  { at: given, template, roster: rosterFile }: ForkPoint,
  wish: ForkWish,
): Promise<ForkPlan> => {
  const { run, log } = recording;
  const at = /^\d+$/.test(given) ? Number(given) : log.findIndex(({ event }) => event.id === given) + 1;
  const point = log[at - 1];
  if (point === undefined)
    throw new CodedError(
      'event.unknown',
      `run ${run} has no event "${given}": give a number from 1 to ${log.length}, or an event id`,
    );
  const original = log[0]?.event.data as RunStarted;
  const known = await knownRoles(services, rosterFile);
  const { roster, loaded: roles } = await wholeRoster(run, original, known);
  await remember(known.trusted, roles);
  const { budget } = progressOf(log.slice(0, at).map(({ event }) => event));
  const resolve = async (models: ModelChoice, settings: Settings): Promise<RunStarted['models']> => {
    const loaded = await services.templates.load(template ?? templateNameOf(original), settings.profile, (bytes) =>
      broker.blobs.put(bytes),
    );
    return (await services.hands(broker, loaded, models, settings, [...roster.roles.values()])).models;
  };
  const changes = await changesOf(wish, original, point.event, budget, services.version, resolve);
  return planFork(recording, at, roster, changes);
};

export type Forked = { readonly run: string; readonly plan: ForkPlan };

const makeHere = async (
  services: Services,
  broker: Broker,
  given: string,
  point: ForkPoint,
  wish: ForkWish,
): Promise<Forked> => {
  const original = await findRun(broker, given);
  const planned = await plan(services, broker, await readRecording(broker, original), point, wish);
  const now = services.clock.now();
  const run = point.name ?? runName(planned.started.template.name, now);
  await createFork(broker.logs, run, planned, now);
  return { run, plan: planned };
};

/** Holds the lease for storing, because loading the template may store its files again. */
const make: typeof makeHere = (services, broker, ...how) =>
  whileStoring(broker, beginning, () => makeHere(services, broker, ...how));

/** Creates a run that shares another's history up to an event, without working on it. */
export const forkRun = (services: Services, given: string, point: ForkPoint, wish: ForkWish): Promise<Forked> =>
  withBroker(services, (broker) => make(services, broker, given, point, wish));

/** Creates a fork and prepares work on it. `tell` is called as soon as the fork exists. */
export const beginFork = (
  services: Services,
  given: string,
  point: ForkPoint,
  wish: ForkWish,
  tell: (forked: Forked) => void,
): Promise<Work> =>
  holdingBroker(services, async (broker) => {
    const forked = await make(services, broker, given, point, wish);
    tell(forked);
    const { run } = forked;
    const events = (await readRecorded(await broker.logs.open(run))).map(({ event }) => event);
    const progress = progressOf(events);
    if (progress.status === 'paused') await askToResume(services, broker, run, progress, {});
    return workAgain(services, broker, run, {
      models: wish.models,
      template: point.template,
      roster: point.roster,
      sandbox: point.sandbox,
    });
  });
