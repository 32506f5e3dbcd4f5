import { encloses } from '../id.ts';
import { sectionNames } from '../vocabulary/names.ts';
import type { Limits } from '../vocabulary/run.ts';
import type { ArchiveEntry, IdeaState } from './archive.ts';
import type { Cost } from './cost.ts';
import { type Activity, type Progress, waitsForPerson } from './progress.ts';
import { workedAt } from './worked.ts';

/** Progress of one part of the work on an idea; `expected` is an upper bound, which the part may not reach. */
export type Bar = {
  readonly name: 'proposal' | 'novelty' | 'experiments' | 'figures' | 'paper' | 'review';
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
  /** 0 to 1: the mean of its bars; 1 once it has ended, with any outcome. */
  readonly fraction: number;
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

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

const fractionOf = (bars: readonly Bar[]): number =>
  mean(bars.map(({ done, expected, complete }) => (complete ? 1 : expected === 0 ? 0 : done / expected)));

const ideaProgress = (entry: ArchiveEntry, limits: Limits, activities: readonly Activity[]): IdeaProgress => {
  const bars = barsOf(entry, limits);
  const { scope, name, title, state, score, cost, outcome } = entry;
  const now = activities.filter((activity) => encloses(scope, activity.scope));
  return { scope, name, title, state, score, cost, bars, now, fraction: outcome === null ? fractionOf(bars) : 1 };
};

/** Below this, the first steps of one idea would be extrapolated to the whole. */
const leastDone = 0.2;

const forecast = (ideas: readonly IdeaProgress[], asked: number, spent: number): number | null => {
  const done = ideas.reduce((sum, idea) => sum + idea.fraction, 0);
  if (done < leastDone) return null;
  const each = ideas.reduce((sum, idea) => sum + idea.cost.dollars, 0) / done;
  const begun = ideas.filter((idea) => idea.fraction < 1);
  const unbegun = Math.max(0, asked - ideas.length);
  return spent + unbegun * each + begun.reduce((sum, idea) => sum + Math.max(0, each - idea.cost.dollars), 0);
};

/** Time worked; if a task is in progress, up to `now`, a time in RFC 3339. */
const elapsedMs = ({ worked, status, activities }: Progress, now: string): number =>
  status === 'running' ? workedAt(worked, now, activities.length > 0) : worked.ms;

export const viewOf = (progress: Progress, now: string = progress.at): ProgressView => {
  const { archive, settings, activities, status, reason } = progress;
  const entries = archive.ideas.filter((entry) => entry.origin === 'run');
  const ideas = settings === null ? [] : entries.map((entry) => ideaProgress(entry, settings.limits, activities));
  const asked = Math.max(settings?.ideas ?? 0, entries.length);
  const roles = Object.groupBy(activities, (activity) => activity.role) as Record<string, readonly Activity[]>;
  return {
    status: waitsForPerson(progress) ? 'waiting' : status,
    reason,
    elapsedMs: elapsedMs(progress, now),
    fraction:
      asked === 0 ? (status === 'finished' ? 1 : 0) : ideas.reduce((sum, idea) => sum + idea.fraction, 0) / asked,
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
