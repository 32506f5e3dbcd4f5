import { isRequest } from '../id.ts';
import { millisecondsOf } from '../time.ts';

/** How long a run was worked on, from the times of its events alone; all in milliseconds, `through` since 1970. */
export type Worked = { readonly ms: number; readonly through: number };

/** Between two events of a run that is worked on, unless a task is what they wait for. */
const longestStepMs = 60_000;

export const workedFrom = (time: string): Worked => ({ ms: 0, through: millisecondsOf(time) });

/** The length of the task that an event is the result of; 0 for any other event. */
const taskMs = (event: { readonly type: string; readonly data: unknown }): number => {
  const { durationMs } = (event.data ?? {}) as { durationMs?: unknown };
  const isResult = event.type === 'task.completed' || event.type === 'task.failed';
  return isResult && typeof durationMs === 'number' ? durationMs : 0;
};

/**
 * The gap before an event counts as far as the task lasted that ends with it, else for at most a minute: a night between
 * a kill and the resumption is not work. What people ask for in between moves nothing.
 */
export const work = (
  worked: Worked,
  event: { readonly id: string; readonly type: string; readonly time: string; readonly data: unknown },
): Worked => {
  if (isRequest(event.id)) return worked;
  const now = millisecondsOf(event.time);
  if (now <= worked.through) return worked;
  return { ms: worked.ms + Math.min(now - worked.through, Math.max(longestStepMs, taskMs(event))), through: now };
};

/** Milliseconds of work at a moment after the last event; `isAtWork`: a task is under way. */
export const workedAt = ({ ms, through }: Worked, now: string, isAtWork: boolean): number => {
  const gap = Math.max(0, millisecondsOf(now) - through);
  return ms + (isAtWork ? gap : Math.min(gap, longestStepMs));
};

/** Goes on after a pause, which does not count. */
export const rested = (worked: Worked, time: string): Worked => ({
  ms: worked.ms,
  through: Math.max(worked.through, millisecondsOf(time)),
});
