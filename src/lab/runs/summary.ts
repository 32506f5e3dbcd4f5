import type { Event } from '../../events/envelope.ts';
import { baselineScope, forkedId, rootScope } from '../../events/id.ts';
import { digest } from '../../events/projections/archive.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { type Fault, faultsOf } from '../../events/projections/fault.ts';
import { type IdeaLine, lineOf } from '../../events/projections/idea-line.ts';
import { type Progress, progressOf, waitsForPerson } from '../../events/projections/progress.ts';
import type { ArchivedIdea, RunStarted } from '../../events/vocabulary/run.ts';

/** What lists of runs and ideas, and new runs, need to know about a recorded run. Plain JSON, computed from its log alone. */
export type Summary = Pick<Progress, 'status' | 'outcome' | 'reason'> & {
  readonly template: string;
  /** True for a run that reviews a paper from outside. */
  readonly isReview: boolean;
  /** Nothing is left to do until a person decides. */
  readonly isWaiting: boolean;
  readonly baselineKey: string;
  /** Whether its log may have a baseline that a new run can take over. */
  readonly hasBaseline: boolean;
  /** Time of the first event. */
  readonly begun: string;
  /** As `begun`; for a fork, the start of its own history. */
  readonly started: string;
  readonly events: number;
  /** Ideas of this run, without seeds. */
  readonly ideas: readonly IdeaLine[];
  /** The same ideas in the form that later runs receive. */
  readonly digest: readonly ArchivedIdea[];
  readonly papers: number;
  /** The failure of the run, otherwise of its last failed idea; null if nothing failed. */
  readonly fault: Fault | null;
  /** Mean of the reviewed papers' scores; null if there are none. */
  readonly score: number | null;
  /** Without the cost of a fork's shared history. */
  readonly dollars: number;
  readonly unpriced: number;
  /** `<run>@<event>` that the run forks; empty if it is not a fork. */
  readonly forkedFrom: string;
  /** True for a fork whose shared history is incomplete. */
  readonly isHalf: boolean;
};

/** Summarizes a log with at least one event, all upcast. */
export const summaryOf = (events: readonly [Event, ...Event[]]): Summary => {
  const [first] = events;
  const started = first.data as Partial<RunStarted>;
  const from = started.forkedFrom ?? null;
  const progress = progressOf(events);
  const { archive, status, outcome, reason, startedAt } = progress;
  const own = totalCost(events.slice(from?.through ?? 0));
  const ideas = archive.ideas.filter(({ origin }) => origin === 'run');
  const faults = faultsOf(events);
  const scores = ideas.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    status,
    outcome,
    reason,
    template: archive.template,
    isReview: started.paper !== undefined,
    isWaiting: waitsForPerson(progress),
    baselineKey: started.template?.baselineKey ?? '',
    hasBaseline:
      Boolean(started.baseline) ||
      events.some(({ type, scope }) => type === 'experiment.completed' && scope === baselineScope),
    begun: first.time,
    started: startedAt,
    events: events.length,
    ideas: ideas.map(lineOf),
    digest: digest(archive),
    fault: faults.find(({ scope }) => scope === rootScope) ?? faults.at(-1) ?? null,
    papers: ideas.filter(({ papers }) => papers.length > 0).length,
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    dollars: own.dollars,
    unpriced: own.unpriced,
    forkedFrom: from === null ? '' : `${from.run}@${from.through}`,
    isHalf: from !== null && !events.some(({ id }) => id === forkedId(from.through)),
  };
};
