import { encloses } from '../id.ts';
import { sectionNames } from '../vocabulary/names.ts';
import type { Limits } from '../vocabulary/run.ts';
import type { ArchiveEntry, IdeaState } from './archive.ts';
import type { Cost } from './cost.ts';
import { type Activity, type Progress, waitsForPerson } from './progress.ts';
import { type Stage, stageWeights } from './stage-durations.ts';
import { workedAt } from './worked.ts';

/** Progress of one part of the work on an idea; `expected` is an upper bound, which the part may not reach. */
export type Bar = {
  readonly name: Stage;
  readonly done: number;
  readonly expected: number;
  readonly complete: boolean;
};

export type IdeaProgress = {
  readonly scope: string;
  readonly name: string;
  readonly title: string;
  readonly state: IdeaState;
  readonly bars: readonly Bar[];
  /** 0 to 1: how far it came on the way to a review, its stages weighted by how long they take. */
  readonly fraction: number;
  /** 0 to 1: the same, but 1 once it has ended, with any outcome, because nothing is left to do. */
  readonly done: number;
  readonly now: readonly Activity[];
  readonly score: number | null;
  readonly cost: Cost;
};

export type ProgressView = {
  readonly status: Progress['status'] | 'waiting';
  readonly reason: string;
  readonly elapsedMs: number;
  /** Of all ideas requested. */
  readonly fraction: number;
  readonly ideas: readonly IdeaProgress[];
  /** Activities by role, including those outside any idea. */
  readonly roles: Readonly<Record<string, readonly Activity[]>>;
  readonly counts: {
    readonly asked: number;
    readonly proposed: number;
    readonly novel: number;
    readonly ended: number;
    readonly reviewed: number;
  };
  readonly cost: Cost;
  /** Estimated dollars of the whole run, extrapolated from the finished parts; null at first. */
  readonly forecastDollars: number | null;
  /** Estimated working time to the end at the pace so far, in milliseconds; null at first and at the end. */
  readonly leftMs: number | null;
};

const bar = (name: Bar['name'], done: number, expected: number, complete: boolean): Bar => ({
  name,
  done: Math.min(done, expected),
  expected,
  complete,
});

const barsOf = (entry: ArchiveEntry, limits: Limits): readonly Bar[] => {
  const { times, papers, drafts, novelty, runs, plan, judgement, sections } = entry;
  const hasStarted = (state: IdeaState): boolean => times[state] !== undefined;
  const completed = runs.filter((run) => run.results !== null).length;
  const reviews = papers.at(-1)?.reviews.length ?? 0;
  return [
    bar('proposal', drafts.length, 1 + limits.ideaReflections, hasStarted('proposed')),
    bar('novelty', novelty.filter((round) => round.answered).length, limits.noveltyRounds, judgement !== null),
    bar('experiments', completed, plan.length || limits.runs, hasStarted('plotting') || hasStarted('writing')),
    bar('figures', entry.figures.length > 0 ? 1 : 0, 1, hasStarted('writing')),
    bar('paper', sections.length, sectionNames.length, papers.length > 0),
    bar('review', reviews, limits.reviews, hasStarted('reviewed')),
  ];
};

type Weights = Readonly<Record<Stage, number>>;

const fractionOf = (bars: readonly Bar[], weights: Weights): number => {
  const share = ({ done, expected, complete }: Bar) => (complete ? 1 : expected === 0 ? 0 : done / expected);
  const whole = bars.reduce((sum, { name }) => sum + weights[name], 0);
  return bars.reduce((sum, one) => sum + share(one) * weights[one.name], 0) / whole;
};

const ideaProgress = (
  entry: ArchiveEntry,
  limits: Limits,
  activities: readonly Activity[],
  weights: Weights,
): IdeaProgress => {
  const bars = barsOf(entry, limits);
  const { scope, name, title, state, score, cost, outcome } = entry;
  const now = activities.filter((activity) => encloses(scope, activity.scope));
  const fraction = outcome === 'reviewed' ? 1 : fractionOf(bars, weights);
  return { scope, name, title, state, score, cost, bars, now, fraction, done: outcome === null ? fraction : 1 };
};

/** Below this, the first steps of one idea would be extrapolated to the whole. */
const leastDone = 0.2;

const forecast = (ideas: readonly IdeaProgress[], asked: number, spent: number): number | null => {
  const done = ideas.reduce((sum, idea) => sum + idea.done, 0);
  if (done < leastDone) return null;
  const each = ideas.reduce((sum, idea) => sum + idea.cost.dollars, 0) / done;
  const begun = ideas.filter((idea) => idea.done < 1);
  const unbegun = Math.max(0, asked - ideas.length);
  return spent + unbegun * each + begun.reduce((sum, idea) => sum + Math.max(0, each - idea.cost.dollars), 0);
};

/** Time worked; if a task is in progress, up to `now`, a time in RFC 3339. */
const elapsedMs = ({ worked, status, activities }: Progress, now: string): number =>
  status === 'running' ? workedAt(worked, now, activities.length > 0) : worked.ms;

export const viewOf = (progress: Progress, now: string = progress.at): ProgressView => {
  const { archive, settings, activities, status, reason } = progress;
  const entries = archive.ideas.filter((entry) => entry.origin === 'run');
  const weights = stageWeights(entries);
  const ideas =
    settings === null ? [] : entries.map((entry) => ideaProgress(entry, settings.limits, activities, weights));
  const asked = Math.max(settings?.ideas ?? 0, entries.length);
  const roles = Object.groupBy(activities, (activity) => activity.role) as Record<string, readonly Activity[]>;
  const done = ideas.reduce((sum, idea) => sum + idea.done, 0);
  const fraction = asked === 0 ? (status === 'finished' ? 1 : 0) : done / asked;
  const elapsed = elapsedMs(progress, now);
  return {
    status: waitsForPerson(progress) ? 'waiting' : status,
    reason,
    elapsedMs: elapsed,
    fraction,
    leftMs: fraction * asked < leastDone || status === 'finished' ? null : (elapsed * (1 - fraction)) / fraction,
    ideas,
    roles: { ...roles },
    counts: {
      asked,
      proposed: entries.filter((entry) => entry.times.proposed !== undefined).length,
      novel: entries.filter((entry) => entry.judgement?.novel === true).length,
      ended: entries.filter((entry) => entry.outcome !== null).length,
      reviewed: entries.filter((entry) => entry.outcome === 'reviewed').length,
    },
    cost: archive.cost,
    forecastDollars: forecast(ideas, settings?.ideas ?? 0, archive.cost.dollars),
  };
};
