import type { Event } from '../events/envelope.ts';

const maximumLength = 110;

const gist = (data: unknown): string => {
  const text = JSON.stringify(data) ?? '';
  return text.length > maximumLength ? `${text.slice(0, maximumLength)}…` : text;
};

/** One event as one line, for tails and logs. */
export const eventLine = (event: Event): string =>
  `${event.time.slice(11, 19)}  ${event.scope.padEnd(16)} ${event.role.padEnd(12)} ${event.type.padEnd(22)} ${gist(event.data)}`;
