import type { Event } from '../events/envelope.ts';
import { plain } from './clean.ts';
import type { Row, Style } from './row.ts';
import { sentences } from './sentences.ts';
import { padded } from './width.ts';

/** Task bookkeeping and log seals say nothing about the research. */
export const isSubstance = ({ type }: Event): boolean =>
  type !== 'task.started' && type !== 'task.completed' && type !== 'log.chained';

/** Describes an event in one line for people; falls back to the type. */
export const sentenceOf = ({ type, data }: Event): string => {
  try {
    return plain(sentences[type]?.(data) ?? type);
  } catch {
    return type;
  }
};

const styleOf = ({ type, data }: Event): Style | undefined => {
  if (/\.failed$|\.rejected$/.test(type)) return 'red';
  if (type === 'run.paused' || type.startsWith('scope.') || type.endsWith('.requested')) return 'yellow';
  if (type === 'run.finished' || type === 'paper.reviewed' || type === 'experiment.completed') return 'green';
  return type === 'idea.finished' && (data as { outcome?: string }).outcome === 'reviewed' ? 'green' : undefined;
};

const clockTime = (time: string): string => {
  const local = new Date(time);
  return [local.getHours(), local.getMinutes(), local.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
};

/** `12:03:11 idea-1         coder        edited experiment.py for run 1`, the time in the local zone. */
export const eventRow = (event: Event): Row => [
  [`${clockTime(event.time)} `, 'dim'],
  [`${padded(event.scope, 15)} `, 'cyan'],
  [`${padded(event.role, 12)} `, 'blue'],
  [sentenceOf(event), styleOf(event)],
];
