import type { Event } from '../events/envelope.ts';
import { rowText } from './row.ts';
import { eventRow } from './sentence.ts';

const maximumLength = 200;

/** Renders one event as one line, for tails and logs. */
export const eventLine = (event: Event, columns = maximumLength, colour = false): string =>
  rowText(eventRow(event), columns, colour);
