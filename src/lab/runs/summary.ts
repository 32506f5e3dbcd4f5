import type { Event } from '../../events/envelope.ts';
import { baselineScope, forkedId, rootScope, workScope } from '../../events/id.ts';
import { type Archive, digest } from '../../events/projections/archive.ts';
import { authorsOf } from '../../events/projections/authors.ts';
import { totalCost } from '../../events/projections/cost.ts';
import { type Evidence, evidenceOf, noEvidence } from '../../events/projections/evidence.ts';
import { type Fault, faultsOf } from '../../events/projections/fault.ts';
import { type IdeaLine, lineOf } from '../../events/projections/idea-line.ts';
import { type Progress, progressOf, waitsForPerson } from '../../events/projections/progress.ts';
import type { ArchivedIdea, RunStarted } from '../../events/vocabulary/run.ts';

/** An idea with the events that show how far it came. */
export type SummarisedIdea = IdeaLine & {
  readonly evidence: Evidence;
  /** True if all of it is history that a fork shares with another run. */
  readonly isShared: boolean;
};

/** The verdict on a paper from outside, and the reviewer: its model and settings, as in the names of published reviews. */
export type Verdict = {
  readonly paper: string;
  readonly file: string;
  readonly reviewer: string;
  readonly score: number;
  readonly decision: string;
};

/** What lists of runs and ideas, and new runs, need to know about a recorded run. Plain JSON, computed from its log alone. */
export type Summary = Pick<Progress, 'status' | 'outcome' | 'reason'> & {
  readonly template: string;
  /** The models that made ideas, code and papers. */
  readonly authors: readonly string[];
  /** Where an imported run comes from; empty for a run of this program. */
  readonly imported: string;
  /** Of a run that reviews a paper from outside; null without a verdict. */
  readonly verdict: Verdict | null;
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
  readonly ideas: readonly SummarisedIdea[];
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

/** The name of the Reviewer with its settings: our referees see one worked example. */
const reviewerName = ({ models, settings }: Pick<RunStarted, 'models' | 'settings'>): string => {
  const { reviewReflections, reviews } = settings.limits;
  return `${models.referee ?? ''}_fewshot_1_reflect_${reviewReflections}_ensemble_${reviews}`;
};

const verdictOf = (started: RunStarted, archive: Archive): Verdict | null => {
  const { paper } = started;
  const last = archive.ideas.at(-1)?.papers.at(-1);
  if (paper === undefined || last === undefined || last.review === null || last.score === null) return null;
  const { score, review } = last;
  const reviewer = reviewerName(started);
  return { paper: paper.name, file: paper.file.name, reviewer, score, decision: review.decision };
};

const summarisedIdeas = (events: readonly Event[], archive: Archive, through: number): readonly SummarisedIdea[] => {
  const evidence = evidenceOf(events);
  const own = new Set(events.slice(through).map(({ scope }) => workScope(scope)));
  return archive.ideas
    .filter(({ origin }) => origin === 'run')
    .map((entry) => ({
      ...lineOf(entry),
      evidence: evidence.get(entry.scope) ?? noEvidence,
      isShared: !own.has(entry.scope),
    }));
};

/** Summarizes a log with at least one event, all upcast. */
export const summaryOf = (events: readonly [Event, ...Event[]]): Summary => {
  const [first] = events;
  const started = first.data as RunStarted;
  const from = started.forkedFrom ?? null;
  const progress = progressOf(events);
  const { archive, status, outcome, reason, startedAt } = progress;
  const own = totalCost(events.slice(from?.through ?? 0));
  const ideas = summarisedIdeas(events, archive, from?.through ?? 0);
  const faults = faultsOf(events);
  const scores = ideas.flatMap(({ score }) => (score === null ? [] : [score]));
  return {
    status,
    outcome,
    reason,
    template: archive.template,
    authors: authorsOf(events),
    imported: started.imported?.from ?? '',
    verdict: verdictOf(started, archive),
    isReview: started.paper !== undefined,
    isWaiting: waitsForPerson(progress),
    baselineKey: started.template?.baselineKey ?? '',
    hasBaseline:
      Boolean(started.baseline) ||
      events.some(({ type, scope }) => type === 'experiment.completed' && scope === baselineScope),
    begun: first.time,
    started: startedAt,
    events: events.length,
    ideas,
    digest: digest(archive),
    fault: faults.find(({ scope }) => scope === rootScope) ?? faults.at(-1) ?? null,
    papers: archive.ideas.filter(({ origin, papers }) => origin === 'run' && papers.length > 0).length,
    score: scores.length === 0 ? null : scores.reduce((sum, score) => sum + score, 0) / scores.length,
    dollars: own.dollars,
    unpriced: own.unpriced,
    forkedFrom: from === null ? '' : `${from.run}@${from.through}`,
    isHalf: from !== null && !events.some(({ id }) => id === forkedId(from.through)),
  };
};
