import type { Event } from '../../events/envelope.ts';
import { baselineScope, forkedId } from '../../events/id.ts';
import { digest } from '../../events/projections/archive.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { type IdeaLine, lineOf } from '../../events/projections/idea-line.ts';
import { type Progress, progressOf } from '../../events/projections/progress.ts';
import type { ArchivedIdea, RunStarted } from '../../events/vocabulary/run.ts';

/** What lists of runs and of ideas, and a new run, need to know of a recorded one. Plain JSON, and a function of its log. */
export type Summary = Pick<Progress, 'status' | 'outcome' | 'reason'> & {
  readonly template: string;
  readonly baselineKey: string;
  /** Whether its log may have a baseline to be taken over. */
  readonly hasBaseline: boolean;
  /** Time of the first event. */
  readonly begun: string;
  /** As `begun`; of a fork, when its own history began. */
  readonly started: string;
  readonly events: number;
  /** Ideas of this run, without seeds. */
  readonly ideas: readonly IdeaLine[];
  /** The same, as a later run is told of them. */
  readonly digest: readonly ArchivedIdea[];
  readonly papers: number;
  /** Mean of the reviewed papers' scores; null when there is none. */
  readonly score: number | null;
  /** Without what a fork shares. */
  readonly dollars: number;
  readonly unpriced: number;
  /** `<run>@<event>` that it is a fork of; empty for a run that began by itself. */
  readonly forkedFrom: string;
  /** True for a fork whose shared history is not all there. */
  readonly isHalf: boolean;
};

/** Of a log with at least one event, each in its present version. */
export const summaryOf = (events: readonly [Event, ...Event[]]): Summary => {
  const [first] = events;
  const started = first.data as Partial<RunStarted>;
  const from = started.forkedFrom ?? null;
  const { archive, status, outcome, reason, startedAt } = progressOf(events);
  const own = totalCost(events.slice(from?.through ?? 0));
  const ideas = archive.ideas.filter(({ origin }) => origin === 'run');
  const scores = ideas.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    status,
    outcome,
    reason,
    template: archive.template,
    baselineKey: started.template?.baselineKey ?? '',
    hasBaseline:
      Boolean(started.baseline) ||
      events.some(({ type, scope }) => type === 'experiment.completed' && scope === baselineScope),
    begun: first.time,
    started: startedAt,
    events: events.length,
    ideas: ideas.map(lineOf),
    digest: digest(archive),
    papers: ideas.filter(({ papers }) => papers.length > 0).length,
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    dollars: own.dollars,
    unpriced: own.unpriced,
    forkedFrom: from === null ? '' : `${from.run}@${from.through}`,
    isHalf: from !== null && !events.some(({ id }) => id === forkedId(from.through)),
  };
};
