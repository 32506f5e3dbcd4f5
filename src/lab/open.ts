import { type KnownRoles, missingText, recogniseRoles } from '../actors/known-roles.ts';
import { readRosterFile } from '../actors/load-roles.ts';
import type { Performer } from '../actors/performer.ts';
import { createRoster, type LoadedRole, type Roster } from '../actors/roster.ts';
import type { Event } from '../events/envelope.ts';
import { CodedError } from '../events/outcome.ts';
import type { Progress } from '../events/projections/progress.ts';
import { millisecondsOf } from '../events/time.ts';
import { type RunStarted, rosterSchema } from '../events/vocabulary/run.ts';
import type { Broker } from '../ports/broker.ts';
import type { Recorded, RunLog } from '../ports/log.ts';
import { commandName } from './command-name.ts';
import { atPresent } from './present.ts';
import type { Services } from './services.ts';

export const withBroker = async <Result>(
  services: Services,
  work: (broker: Broker) => Promise<Result>,
): Promise<Result> => {
  const broker = await services.openBroker();
  try {
    return await work(broker);
  } finally {
    await broker.close();
  }
};

export const readRecorded = async (log: RunLog): Promise<readonly Recorded[]> => {
  const all: Recorded[] = [];
  for await (const recorded of log.read()) all.push(recorded);
  return all;
};

export const readEvents = async (broker: Broker, run: string): Promise<readonly Event[]> =>
  (await readRecorded(await broker.logs.open(run))).map(({ event }) => atPresent(event));

/** What a run began with; undefined for a log that was created and never written to. */
export const startOf = async (broker: Broker, run: string): Promise<Event<RunStarted> | undefined> =>
  (await (await broker.logs.open(run)).get('run.started'))?.event as Event<RunStarted> | undefined;

/** Newest first; a run that never got its first event is left out. */
export const runsByAge = async (
  broker: Broker,
): Promise<readonly { readonly run: string; readonly start: Event<RunStarted> }[]> => {
  const starts: { run: string; start: Event<RunStarted> }[] = [];
  for (const run of await broker.logs.list()) {
    const start = await startOf(broker, run).catch(() => undefined);
    if (start !== undefined) starts.push({ run, start });
  }
  return starts.sort(
    (one, other) => other.start.time.localeCompare(one.start.time) || other.run.localeCompare(one.run),
  );
};

const shown = (runs: readonly string[]): string =>
  runs.length > 8 ? `${runs.slice(0, 8).join(', ')} and ${runs.length - 8} more` : runs.join(', ');

/** A run by its name, a beginning that no other run has, or `latest`. Throws CodedError('run.unknown' or 'run.ambiguous'). */
export const findRun = async (broker: Broker, given: string): Promise<string> => {
  if (given === 'latest') {
    const newest = (await runsByAge(broker))[0];
    if (newest === undefined)
      throw new CodedError('run.unknown', `there is no run yet: begin with \`${commandName} start\``);
    return newest.run;
  }
  const names = await broker.logs.list();
  if (names.includes(given)) return given;
  const found = names.filter((name) => name.startsWith(given));
  if (found.length === 1) return found[0] as string;
  if (found.length > 1) throw new CodedError('run.ambiguous', `"${given}" begins several runs: ${shown(found)}`);
  const known = names.length === 0 ? 'there is none yet' : `there are ${shown([...names].reverse())}`;
  throw new CodedError('run.unknown', `no run "${given}": ${known}`);
};

/** Whose code may run: the program's own, that of `--roster`, and what this machine trusts. Throws CodedError('roster.unreadable'). */
export const knownRoles = async (
  { version, trustedRoles }: Pick<Services, 'version' | 'trustedRoles'>,
  rosterFile?: string,
): Promise<KnownRoles> => ({
  version,
  trusted: trustedRoles,
  named: rosterFile === undefined ? [] : (await readRosterFile(rosterFile)).roles,
});

export type RecordedRoster = {
  readonly roster: Roster;
  readonly performers: readonly Performer[];
  /** What `--roster` named: to be trusted when a person works on the run. */
  readonly loaded: readonly LoadedRole[];
};

/**
 * The roster that a run recorded, of the roles that this machine knows; without the others the run is read, and cannot be
 * worked on. The log alone decides: no model and no sandbox is needed.
 */
export const recordedRoster = async (started: RunStarted, known: KnownRoles): Promise<RecordedRoster> => {
  const recorded = rosterSchema.safeParse(started?.roster);
  if (!recorded.success) throw new CodedError('log.no_start', 'the log does not begin with the roster of a run');
  const { roles, performers, missing } = await recogniseRoles(recorded.data, known);
  const kinds = roles.flatMap(({ role }) => role.performs);
  return { roster: createRoster(roles, recorded.data.rename, kinds, missing), performers, loaded: roles };
};

/** As `recordedRoster`, for what takes every role. Throws CodedError('roster.unknown_role'). */
export const wholeRoster = async (run: string, started: RunStarted, known: KnownRoles): Promise<RecordedRoster> => {
  const recorded = await recordedRoster(started, known);
  checkWhole(run, recorded.roster);
  return recorded;
};

/** Throws CodedError('roster.unknown_role') for a roster of which a role is not loaded. */
export const checkWhole = (run: string, { missing }: Roster): void => {
  if (missing.size === 0) return;
  const roles = [...missing.values()].map(missingText).join('; ');
  throw new CodedError('roster.unknown_role', `run ${run} takes roles whose code is not known here: ${roles}`);
};

/** Whose playbook has the rubric by which papers from outside are reviewed offline. */
export const templateOfReviews = 'grokking';

/**
 * The template whose offline answers a run uses: one of the project's, as a log may not choose a folder of this machine.
 * Throws CodedError('template.unknown') for a name that is a path.
 */
export const templateNameOf = ({ paper, template }: RunStarted): string => {
  if (paper !== undefined) return templateOfReviews;
  if (!/[/\\]|^\.\.?$/.test(template.name)) return template.name;
  throw new CodedError(
    'template.unknown',
    `the log names the template "${template.name}": say where it is by --template`,
  );
};

/** A run by its whole name and nothing else. Throws CodedError('run.unknown'). */
export const findRunExactly = async (broker: Broker, run: string): Promise<string> => {
  const names = await broker.logs.list();
  if (names.includes(run)) return run;
  const close = names.filter((name) => name.startsWith(run));
  const known = close.length === 0 ? 'the command "runs" lists those there are' : `did you mean ${shown(close)}?`;
  throw new CodedError('run.unknown', `no run is named "${run}", and here it takes the whole name: ${known}`);
};

const recentMs = 10_000;

export const isAlive = (worker: string): boolean => {
  const pid = Number(/^worker-(\d+)$/.exec(worker)?.[1]);
  if (!Number.isInteger(pid)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
};

/** A guess from outside: something was recorded just now, or a worker of this machine that holds a task is alive. */
export const seemsWorkedOn = (progress: Progress, now: string): boolean =>
  millisecondsOf(now) - millisecondsOf(progress.at) < recentMs ||
  progress.activities.some(({ worker }) => isAlive(worker));

export type RunState = 'finished' | 'cancelled' | 'failed' | 'paused' | 'running' | 'interrupted';

export const stateOfRun = (progress: Progress, now: string): RunState => {
  if (progress.status === 'finished')
    return progress.outcome === 'cancelled' || progress.outcome === 'failed' ? progress.outcome : 'finished';
  if (progress.status === 'paused') return 'paused';
  return seemsWorkedOn(progress, now) ? 'running' : 'interrupted';
};
