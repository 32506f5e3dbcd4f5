import { actorOf } from '../../../events/id.ts';
import type { Recorded } from '../../../ports/log.ts';
import type { Goal } from './state.ts';

/** A text in the form in which an event's stored JSON contains it. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1).toLowerCase();

const isMatch = ({ event, bytes }: Recorded, { by, text }: Goal): boolean => {
  if (by === 'type') return event.type.includes(text);
  if (by === 'actor') return actorOf(event.id).includes(text);
  return Buffer.from(bytes).toString().toLowerCase().includes(inJson(text));
};

/** The position of the next match after (`step` 1) or before (`step` -1) an event; undefined when there is none. */
export const seek = (log: readonly Recorded[], from: number, goal: Goal, step: 1 | -1): number | undefined => {
  for (let sequence = from + step; sequence >= 1 && sequence <= log.length; sequence += step)
    if (isMatch(log[sequence - 1] as Recorded, goal)) return sequence;
  return undefined;
};

/** The position that a number or an event's id names. */
export const locate = (log: readonly Recorded[], text: string): number | undefined => {
  const position = /^\d+$/.test(text) ? Number(text) : log.find(({ event }) => event.id === text)?.sequence;
  return position !== undefined && position >= 1 && position <= log.length ? position : undefined;
};
