import { applyByType } from '../by-type.ts';
import type { Event } from '../envelope.ts';
import { baselineScope, encloses, ideaScope, rootScope, scopeKind, workScope } from '../id.ts';
import type { CompletedExperiment, Results } from '../vocabulary/experiment.ts';
import { isKnown, type KnownEvent } from '../vocabulary/known.ts';
import type { ArchivedIdea } from '../vocabulary/run.ts';
import { type ArchiveEntry, blankEntry } from './archive-entry.ts';
import { steps } from './archive-steps.ts';
import { addCosts, type Cost, costOf, isNothing, noCost } from './cost.ts';

export type * from './archive-entry.ts';

export type BaselineEntry = {
  readonly results: Results;
  readonly environment: Readonly<Record<string, string>>;
  /** The run that measured it. */
  readonly origin: string;
};

/** All ideas of one run, seeds first, as recorded in its log. Plain JSON. */
export type Archive = {
  readonly run: string;
  readonly template: string;
  readonly ideas: readonly ArchiveEntry[];
  /** How many ideas of earlier runs were given as context. */
  readonly earlier: number;
  readonly baseline: BaselineEntry | null;
  readonly cost: Cost;
  readonly costByRole: Readonly<Record<string, Cost>>;
  /** Costs of a run-wide role since its last event about an idea; they are charged to the idea of its next event. */
  readonly unattributed: Readonly<Record<string, Cost>>;
};

export const emptyArchive: Archive = {
  run: '',
  template: '',
  ideas: [],
  earlier: 0,
  baseline: null,
  cost: noCost,
  costByRole: {},
  unattributed: {},
};

/** `idea-3.review-2` -> `idea-3`; undefined outside any idea. */
const ideaOf = (scope: string): string | undefined => {
  const work = workScope(scope);
  return scopeKind(work) === 'idea' ? work : undefined;
};

const subject = (event: Event): string | undefined =>
  isKnown(event) && (event.type === 'proposal.failed' || event.type === 'idea.requested')
    ? ideaScope(event.data.number)
    : ideaOf(event.scope);

const addCostOf = (role: string, cost: Cost, costs: Readonly<Record<string, Cost>>) => ({
  ...costs,
  [role]: addCosts(costs[role] ?? noCost, cost),
});

const charged = (entry: ArchiveEntry, role: string, cost: Cost): ArchiveEntry => ({
  ...entry,
  cost: addCosts(entry.cost, cost),
  costByRole: addCostOf(role, cost, entry.costByRole),
});

const change = (archive: Archive, scope: string, how: (entry: ArchiveEntry) => ArchiveEntry): Archive => ({
  ...archive,
  ideas: archive.ideas.map((entry) => (entry.scope === scope ? how(entry) : entry)),
});

const begin = ({ run, data }: KnownEvent<'run.started'>): Archive => ({
  ...emptyArchive,
  run,
  template: data.template.name,
  earlier: data.earlier.count,
  baseline: data.baseline === null ? null : baselineOf(data.baseline.experiment, data.baseline.origin),
  ideas: data.template.seeds.map((seed) => ({
    ...blankEntry,
    origin: 'seed',
    state: 'seed',
    name: seed.name,
    title: seed.title,
    idea: { ...seed, parents: [] },
  })),
});

const baselineOf = ({ results, environment }: CompletedExperiment, origin: string): BaselineEntry => ({
  results,
  environment,
  origin,
});

const openEntry = (archive: Archive, scope: string, time: string): Archive => {
  if (archive.ideas.some((entry) => entry.scope === scope)) return archive;
  const number = Number(scope.slice('idea-'.length));
  const entry = { ...blankEntry, number, scope, times: { drafting: time } };
  return { ...archive, ideas: [...archive.ideas, entry] };
};

const chargeTask = (archive: Archive, event: Event): Archive => {
  const cost = costOf(event);
  if (isNothing(cost)) return archive;
  const total = { cost: addCosts(archive.cost, cost), costByRole: addCostOf(event.role, cost, archive.costByRole) };
  const scope = ideaOf(event.scope);
  return scope === undefined
    ? { ...archive, ...total, unattributed: addCostOf(event.role, cost, archive.unattributed) }
    : { ...change(archive, scope, (entry) => charged(entry, event.role, cost)), ...total };
};

/** No role of this program caused the cost of an imported idea. */
const chargeImport = (archive: Archive, scope: string, cost: Cost): Archive => ({
  ...change(archive, scope, (entry) => ({ ...entry, cost: addCosts(entry.cost, cost) })),
  cost: addCosts(archive.cost, cost),
});

const attribute = (archive: Archive, role: string, scope: string): Archive => {
  const { [role]: cost, ...unattributed } = archive.unattributed;
  if (cost === undefined) return archive;
  return { ...change(archive, scope, (entry) => charged(entry, role, cost)), unattributed };
};

/** A cancelled or ended idea keeps its state and reason, whatever is recorded in its scope afterwards. */
const isSettled = ({ outcome, state }: ArchiveEntry, type: string): boolean =>
  type !== 'idea.reopened' && (outcome !== null || (state === 'cancelled' && type !== 'idea.finished'));

const step = (entry: ArchiveEntry, event: Event): ArchiveEntry => {
  const { type, time } = event;
  const made = isKnown(event) ? applyByType(steps, entry, event) : undefined;
  const kept = isSettled(entry, type) ? { state: entry.state, reason: entry.reason } : {};
  const after = { ...entry, ...made, ...kept, updatedAt: time };
  return { ...after, times: { [after.state]: time, ...entry.times } };
};

const cancel = (archive: Archive, { data, time }: KnownEvent<'scope.cancelled'>): Archive => ({
  ...archive,
  ideas: archive.ideas.map((entry) =>
    entry.origin === 'run' && entry.outcome === null && encloses(data.scope, entry.scope)
      ? {
          ...entry,
          state: 'cancelled',
          reason: data.reason,
          times: { cancelled: time, ...entry.times },
          updatedAt: time,
        }
      : entry,
  ),
});

/** Returns the archive after one more event of the run. */
export const applyToArchive = (archive: Archive, event: Event): Archive => {
  if (event.type.startsWith('task.')) return chargeTask(archive, event);
  if (isKnown(event)) {
    if (event.type === 'run.started') return begin(event);
    if (event.type === 'scope.cancelled') return cancel(archive, event);
    if (event.type === 'experiment.completed' && event.scope === baselineScope) {
      return { ...archive, baseline: baselineOf(event.data, event.run) };
    }
  }
  const scope = subject(event);
  if (scope === undefined) return archive;
  const entered = attribute(openEntry(archive, scope, event.time), event.role, scope);
  const opened = event.type === 'idea.imported' ? chargeImport(entered, scope, costOf(event)) : entered;
  const isOwn = event.scope === scope || event.scope === rootScope;
  return isOwn ? change(opened, scope, (entry) => step(entry, event)) : opened;
};

export const archiveOf = (events: Iterable<Event>): Archive => {
  let archive = emptyArchive;
  for (const event of events) archive = applyToArchive(archive, event);
  return archive;
};

/** A failed idea scores 0; an idea that was never developed or has not ended has no score. */
const scoreOf = ({ outcome, score }: ArchiveEntry): number | null =>
  outcome === 'failed' ? 0 : outcome === null ? null : score;

/** Summarises this run's ideas for later runs on the same template, which have the seeds already. */
export const digest = ({ run, ideas }: Archive): readonly ArchivedIdea[] =>
  ideas
    .filter(({ origin, name }) => origin === 'run' && name !== '')
    .map((entry) => ({
      name: entry.name,
      title: entry.title,
      experiment: entry.idea?.experiment ?? '',
      origin: run,
      score: scoreOf(entry),
      outcome: entry.outcome ?? entry.state,
    }));
