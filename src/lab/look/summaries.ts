import type { Event } from '../../events/envelope.ts';
import { forkedId } from '../../events/id.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { progressOf } from '../../events/projections/progress.ts';
import type { Lineage, RunStarted } from '../../events/vocabulary/run.ts';
import { unreadable } from '../runs/find.ts';
import { readEvents, withBroker } from '../runs/read.ts';
import { type RunState, stateOfRun, workersByRun } from '../runs/working.ts';
import type { Services } from '../services.ts';

export type RunSummary = {
  readonly run: string;
  readonly template: string;
  readonly state: RunState | 'empty' | 'incomplete' | 'unreadable';
  readonly reason: string;
  readonly ideas: number;
  readonly papers: number;
  /** Mean of the reviewed papers' scores; null if there are none. */
  readonly score: number | null;
  /** Without the cost of a fork's shared history. */
  readonly dollars: number;
  readonly unpriced: number;
  readonly events: number;
  readonly started: string;
  /** `<run>@<event>` that the run forks; empty if it is not a fork. */
  readonly forkedFrom: string;
};

const blank = {
  template: '',
  reason: '',
  ideas: 0,
  papers: 0,
  score: null,
  dollars: 0,
  unpriced: 0,
  events: 0,
  started: '',
  forkedFrom: '',
};

const lineageOf = ([first]: readonly Event[]): Lineage | null =>
  (first?.data as Partial<RunStarted> | undefined)?.forkedFrom ?? null;

/** True for a fork whose shared history is incomplete. */
const isHalf = (from: Lineage | null, events: readonly Event[]): boolean =>
  from !== null && !events.some(({ id }) => id === forkedId(from.through));

const summarise = (run: string, events: readonly Event[], isHeld: boolean): RunSummary => {
  if (events.length === 0) return { ...blank, run, state: 'empty', reason: 'created, but nothing was recorded' };
  const progress = progressOf(events);
  const from = lineageOf(events);
  const own = totalCost(events.slice(from?.through ?? 0));
  const ideas = progress.archive.ideas.filter(({ origin }) => origin === 'run');
  const scores = ideas.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    run,
    template: progress.archive.template,
    state: stateOfRun(progress, isHeld),
    reason: progress.reason,
    ideas: ideas.length,
    papers: ideas.filter(({ papers }) => papers.length > 0).length,
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    dollars: own.dollars,
    unpriced: own.unpriced,
    events: progress.events,
    started: progress.startedAt,
    forkedFrom: from === null ? '' : `${from.run}@${from.through}`,
    ...(isHalf(from, events) && {
      state: 'incomplete' as const,
      reason: 'an incomplete fork: repeat the fork with this name',
    }),
  };
};

/** Every run, newest first. An unreadable log is listed with the reason. */
export const listRuns = (services: Services): Promise<readonly RunSummary[]> =>
  withBroker(services, async (broker) => {
    const summaries: RunSummary[] = [];
    const workers = await workersByRun(broker);
    for (const run of await broker.logs.list()) {
      try {
        summaries.push(summarise(run, await readEvents(broker, run), workers.has(run)));
      } catch (error) {
        summaries.push({ ...blank, state: 'unreadable', ...unreadable(run, error) });
      }
    }
    return summaries.sort((one, other) => other.started.localeCompare(one.started) || other.run.localeCompare(one.run));
  });
