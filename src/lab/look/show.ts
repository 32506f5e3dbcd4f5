import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Event } from '../../events/envelope.ts';
import { CodedError } from '../../events/outcome.ts';
import type { ArchiveEntry } from '../../events/projections/archive.ts';
import { type Fault, faultsOf } from '../../events/projections/fault.ts';
import { type Progress, progressOf, waitsForPerson } from '../../events/projections/progress.ts';
import { type ProgressView, viewOf } from '../../events/projections/progress-view.ts';
import type { LeftOut } from '../../events/vocabulary/experiment.ts';
import { isKnown } from '../../events/vocabulary/known.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import { findRun } from '../runs/find.ts';
import { emptyLog, readEvents, withBroker } from '../runs/read.ts';
import { ideaFolder, saveResults } from '../runs/results.ts';
import { type RunState, stateOfRun, workersOf } from '../runs/working.ts';
import type { Services } from '../services.ts';
import { type Effort, effortsOf } from './effort.ts';

/** The last version of an idea's paper; `file` is its PDF in the results folder, or null. */
export type Paper = {
  readonly idea: string;
  readonly title: string;
  readonly blob: string;
  readonly file: string | null;
};

/** Everything that `show` reports about a run. */
export type RunDetails = {
  readonly run: string;
  readonly state: RunState;
  readonly started: RunStarted;
  readonly events: readonly Event[];
  readonly progress: Progress;
  readonly view: ProgressView;
  /** The ideas of this run, without those of earlier runs. */
  readonly ideas: readonly ArchiveEntry[];
  readonly papers: readonly Paper[];
  readonly efforts: readonly Effort[];
  /** Why ideas failed, and the run if it did. */
  readonly faults: readonly Fault[];
  /** Experiments of which some files could not be kept. */
  readonly leftOut: readonly (LeftOut & { readonly scope: string; readonly run: number })[];
  /** The last value of the hash chain. */
  readonly chain: { readonly through: number; readonly sha256: string } | null;
};

const papersOf = async (services: Services, run: string, ideas: readonly ArchiveEntry[]): Promise<readonly Paper[]> =>
  Promise.all(
    ideas
      .flatMap((entry) => {
        const { title, pdf = null } = entry.papers.at(-1) ?? {};
        return pdf === null || title === undefined ? [] : [{ entry, title, pdf }];
      })
      .map(async ({ entry, title, pdf }) => {
        const file = join(services.resultsFolder, run, ideaFolder(entry), 'paper.pdf');
        const isThere = await access(file).then(
          () => true,
          () => false,
        );
        return { idea: entry.name, title, blob: pdf.blob, file: isThere ? file : null };
      }),
  );

const leftOutIn = (events: readonly Event[]): RunDetails['leftOut'] =>
  events.flatMap((event) => {
    if (!isKnown(event) || event.type !== 'experiment.completed' || event.data.leftOut === undefined) return [];
    return [{ scope: event.scope, run: event.data.run, ...event.data.leftOut }];
  });

const detailsOf = async (
  services: Services,
  run: string,
  events: readonly Event[],
  isHeld: boolean,
): Promise<RunDetails> => {
  const started = events[0]?.data as RunStarted | undefined;
  if (started === undefined) throw emptyLog(run);
  const now = services.clock.now();
  const progress = progressOf(events);
  const state = stateOfRun({ ...progress, isWaiting: waitsForPerson(progress) }, isHeld);
  const ideas = progress.archive.ideas.filter(({ origin }) => origin === 'run');
  const chain = events.findLast(({ type }) => type === 'log.chained')?.data as RunDetails['chain'] | undefined;
  return {
    run,
    state,
    started,
    events,
    progress,
    view: viewOf(progress, state === 'running' ? now : progress.at),
    ideas,
    papers: await papersOf(services, run, ideas),
    efforts: effortsOf(events),
    faults: faultsOf(events),
    leftOut: leftOutIn(events),
    chain: chain ?? null,
  };
};

/** One run in full. Throws CodedError('log.no_start') for an empty log. */
export const showRun = (services: Services, given: string): Promise<RunDetails> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const isHeld = (await workersOf(broker, run)).length > 0;
    return detailsOf(services, run, await readEvents(broker, run), isHeld);
  });

/** Every event of a run, upcast to its current version. */
export const eventsOfRun = (services: Services, given: string): Promise<readonly Event[]> =>
  withBroker(services, async (broker) => readEvents(broker, await findRun(broker, given)));

/** One event of a run, by its id or its number. Throws CodedError('event.unknown'). */
export const eventOfRun = (services: Services, given: string, id: string): Promise<Event> =>
  withBroker(services, async (broker) => {
    const run = await findRun(broker, given);
    const event = (await readEvents(broker, run)).find((one, index) => one.id === id || String(index + 1) === id);
    if (event !== undefined) return event;
    throw new CodedError('event.unknown', `run ${run} has no event "${id}": \`show ${run} --events\` lists the events`);
  });

/** Writes a run's results below a folder; returns the run's own folder. */
export const saveRun = (services: Services, given: string, folder: string): Promise<string> =>
  withBroker(services, async (broker) => saveResults(broker, await findRun(broker, given), folder));
