import { isRequest } from '../id.ts';
import { millisecondsOf } from '../time.ts';

/** Working time of a run, derived only from the times of its events; in milliseconds, `through` since 1970. */
export type Worked = { readonly ms: number; readonly through: number };

/** Longest gap between two events that counts as work, unless a task fills it. */
const longestStepMs = 60_000;

export const workedFrom = (time: string): Worked => ({ ms: 0, through: millisecondsOf(time) });

/** Duration of the task whose result an event is; 0 for any other event. */
const taskMs = (event: { readonly type: string; readonly data: unknown }): number => {
  const { durationMs } = (event.data ?? {}) as { durationMs?: unknown };
  const isResult = event.type === 'task.completed' || event.type === 'task.failed';
  return isResult && typeof durationMs === 'number' ? durationMs : 0;
};

/**
 * Counts the gap before an event up to the duration of the task that ends with it, otherwise up to one minute: a night
 * between a kill and the resumption is not work. Requests by people do not count.
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

/** Working time in milliseconds at a moment after the last event; `isAtWork`: a task is in progress. */
export const workedAt = ({ ms, through }: Worked, now: string, isAtWork: boolean): number => {
  const gap = Math.max(0, millisecondsOf(now) - through);
  return ms + (isAtWork ? gap : Math.min(gap, longestStepMs));
};

/** Continues after a pause, which does not count. */
export const rested = (worked: Worked, time: string): Worked => ({
  ms: worked.ms,
  through: Math.max(worked.through, millisecondsOf(time)),
});
