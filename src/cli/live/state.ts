import type { Event } from '../../events/envelope.ts';
import { taskOf } from '../../events/id.ts';
import { type Activity, applyToProgress, noProgress, type Progress } from '../../events/projections/progress.ts';
import { millisecondsOf } from '../../events/time.ts';
import type { RunStarted } from '../../events/vocabulary/run.ts';
import type { Telemetry } from '../../ports/live.ts';
import { plain } from '../../text/clean.ts';
import { sizeText } from '../../text/quantities.ts';
import { isSubstance } from '../../text/sentence.ts';

export type Pulse = {
  readonly line: string;
  readonly fraction: number | null;
  /** CPU and memory use, such as `1.9 CPU 210 MB`; '' if not measured. */
  readonly use: string;
  /** False until the first word of a model's answer. */
  readonly hasWords: boolean;
};

/** Everything that a frame shows. */
export type View = {
  readonly run: string;
  readonly started: RunStarted | null;
  readonly progress: Progress;
  /** The last events that `isSubstance` accepts, oldest first. */
  readonly tail: readonly Event[];
  /** Telemetry of tasks under way, by task. */
  readonly live: Readonly<Record<string, Pulse>>;
  /** Milliseconds until the model's last first word, by `<role>.<key>`. */
  readonly firstWordMs: Readonly<Record<string, number>>;
  /** No process works on the run, so that its time stands still. */
  readonly isDead: boolean;
  /** A line about the work itself, such as that it is stopping. */
  readonly notice: string;
  readonly colour: boolean;
};

/** More than a tall terminal shows. */
const tailLength = 40;

export const emptyView = (run: string, colour: boolean): View => ({
  run,
  started: null,
  progress: noProgress,
  tail: [],
  live: {},
  firstWordMs: {},
  isDead: false,
  notice: '',
  colour,
});

export const withEvent = (view: View, event: Event): View => {
  const task = taskOf(event.id);
  const live = { ...view.live };
  if (task !== undefined) delete live[task];
  return {
    ...view,
    live,
    started: event.type === 'run.started' ? (event.data as RunStarted) : view.started,
    progress: applyToProgress(view.progress, event),
    tail: isSubstance(event) ? [...view.tail, event].slice(-tailLength) : view.tail,
  };
};

const useOf = (text: string): string => {
  try {
    const { wallTimeMs, cpuTimeMs, memoryBytes } = JSON.parse(text);
    const processors = (cpuTimeMs / Math.max(1, wallTimeMs)).toFixed(1);
    return `${processors} CPU ${sizeText(memoryBytes)}`;
  } catch {
    return '';
  }
};

export const questionOf = ({ role, key }: Pick<Activity, 'role' | 'key'>): string => `${role}.${key}`;

/** A model reads its prompt until its first word comes. */
const withFirstWord = (view: View, { taskId, what }: Telemetry, now: string): View['firstWordMs'] => {
  const activity = view.progress.activities.find(({ task }) => task === taskId);
  if (what !== 'delta' || activity === undefined || view.live[taskId]?.hasWords) return view.firstWordMs;
  return { ...view.firstWordMs, [questionOf(activity)]: millisecondsOf(now) - millisecondsOf(activity.since) };
};

/** `now`: the time of its arrival, in RFC 3339. */
export const withTelemetry = (view: View, telemetry: Telemetry, now: string): View => {
  const { taskId, what, text } = telemetry;
  const firstWordMs = withFirstWord(view, telemetry, now);
  const before = view.live[taskId] ?? { line: '', fraction: null, use: '', hasWords: false };
  if (what === 'usage') return { ...view, live: { ...view.live, [taskId]: { ...before, use: useOf(text) } } };
  const fraction = Number(text);
  const after =
    what === 'progress'
      ? { ...before, fraction: Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : before.fraction }
      : {
          ...before,
          hasWords: before.hasWords || what === 'delta',
          line: plain(what === 'delta' ? `${before.line}${text}`.slice(-200) : text) || before.line,
        };
  return { ...view, firstWordMs, live: { ...view.live, [taskId]: after } };
};
