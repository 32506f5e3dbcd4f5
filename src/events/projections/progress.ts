import { awaitingAfter } from '../awaited.ts';
import { applyByType, type ByType } from '../by-type.ts';
import type { Event } from '../envelope.ts';
import { encloses, resultId, taskOf } from '../id.ts';
import { isKnown, type KnownEvent } from '../vocabulary/known.ts';
import type { Budget, Settings } from '../vocabulary/run.ts';
import { type Archive, applyToArchive, emptyArchive } from './archive.ts';
import { rested, type Worked, work, workedFrom } from './worked.ts';

/** A task that a worker has started and whose result is not recorded yet. */
export type Activity = {
  readonly task: string;
  readonly kind: string;
  readonly key: string;
  readonly role: string;
  readonly scope: string;
  readonly attempt: number;
  readonly worker: string;
  /** When this attempt started. */
  readonly since: string;
};

/** State of a run as a fold of its log; `viewOf` in progress-view.ts derives what is displayed. Plain JSON. */
export type Progress = {
  readonly archive: Archive;
  readonly settings: Settings | null;
  /** Current value, after top-ups. */
  readonly budget: Budget;
  readonly status: 'running' | 'paused' | 'finished';
  /** True if a program paused the run and will resume it. */
  readonly pausedByProgram: boolean;
  /** Why it is paused, or how it ended. */
  readonly reason: string;
  readonly outcome: string | null;
  readonly startedAt: string;
  /** Time of the last event. */
  readonly at: string;
  readonly finishedAt: string | null;
  readonly worked: Worked;
  readonly activities: readonly Activity[];
  /** Actors that wait for a person, when nothing else is left to do. */
  readonly awaiting: readonly string[];
  readonly events: number;
};

export const noProgress: Progress = {
  archive: emptyArchive,
  settings: null,
  budget: { dollars: null, tokens: null, hours: null },
  status: 'running',
  pausedByProgram: false,
  reason: '',
  outcome: null,
  startedAt: '',
  at: '',
  finishedAt: null,
  worked: workedFrom(''),
  activities: [],
  awaiting: [],
  events: 0,
};

type Change = Partial<Progress>;

const begin = (_: Progress, { data, time }: KnownEvent<'run.started'>): Change => ({
  settings: data.settings,
  budget: data.settings.budget,
  startedAt: time,
  worked: workedFrom(time),
});

const takeUp = ({ activities }: Progress, { id, data, role, scope, time }: KnownEvent<'task.started'>): Change => {
  const { task, kind, key, attempt, worker } = data;
  if (taskOf(id) !== task) return {};
  const others = activities.filter((activity) => activity.task !== task);
  return { activities: [...others, { task, kind, key, role, scope, attempt, worker, since: time }] };
};

const putDown = ({ activities }: Progress, { id }: Event): Change => ({
  activities: activities.filter((activity) => resultId(activity.task) !== id),
});

const resume = ({ worked }: Progress, { data, time }: KnownEvent<'run.resumed'>): Change => ({
  status: 'running',
  pausedByProgram: false,
  reason: '',
  budget: data.budget,
  worked: rested(worked, time),
});

/** Earlier time belongs to the other run, and so does earlier cost as far as the budget is concerned. */
const fork = (_: Progress, { data, time }: KnownEvent<'run.forked'>): Change => ({
  budget: data.budget,
  startedAt: time,
  worked: workedFrom(time),
  activities: [],
});

/** A finished run continues when an idea's paper is to be revised. */
const reopen = ({ status }: Progress): Change =>
  status === 'finished' ? { status: 'running', reason: '', outcome: null, finishedAt: null } : {};

const dropScope = ({ activities }: Progress, { data }: KnownEvent<'scope.cancelled'>): Change => ({
  activities: activities.filter(({ scope }) => !encloses(data.scope, scope)),
});

const steps: ByType<Progress, Change, KnownEvent> = {
  'run.started': begin,
  'run.forked': fork,
  'idea.reopened': reopen,
  'task.started': takeUp,
  'task.completed': putDown,
  'task.failed': putDown,
  'run.paused': (_, { data }) => ({
    status: 'paused',
    reason: data.reason,
    pausedByProgram: data.cause !== undefined,
  }),
  'run.resumed': resume,
  'run.finished': (_, { data, time }) => ({
    status: 'finished',
    reason: data.reason,
    outcome: data.outcome,
    finishedAt: time,
  }),
  'scope.cancelled': dropScope,
};

export const applyToProgress = (progress: Progress, event: Event): Progress => ({
  ...progress,
  archive: applyToArchive(progress.archive, event),
  at: event.time,
  events: progress.events + 1,
  awaiting: awaitingAfter(progress.awaiting, event),
  worked: progress.status === 'running' ? work(progress.worked, event) : progress.worked,
  ...(isKnown(event) && applyByType(steps, progress, event)),
});

/** True if nothing is left to do until a person decides. */
export const waitsForPerson = ({ status, awaiting }: Progress): boolean => status === 'running' && awaiting.length > 0;

export const progressOf = (events: Iterable<Event>): Progress => {
  let progress = noProgress;
  for (const event of events) progress = applyToProgress(progress, event);
  return progress;
};
