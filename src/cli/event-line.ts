import type { Event } from '../events/envelope.ts';
import { rowText } from './view/row.ts';
import { eventRow } from './view/sentence.ts';

const maximumLength = 200;

/** One event as one line in words, for tails and logs. */
export const eventLine = (event: Event, columns = maximumLength, colour = false): string =>
  rowText(eventRow(event), columns, colour);
