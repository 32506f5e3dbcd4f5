import type { Event } from '../../events/envelope.ts';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Recorded, Stored } from '../../ports/log.ts';

/** Throws CodedError('log.corrupt') for bytes that are not JSON or lack an id or a type; checks nothing else. */
export const parseStored = (stored: Stored): Recorded => {
  const { sequence, subject, bytes } = stored;
  const corrupt = (what: string, cause?: unknown): CodedError =>
    new CodedError(
      'log.corrupt',
      `event ${sequence}, ${subject}, is ${what}: "verify" shows details, "repair" what can be done`,
      { cause },
    );
  let event: Event | null;
  try {
    event = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as Event | null;
  } catch (error) {
    throw corrupt(`not JSON (${(error as Error).message})`, error);
  }
  if (typeof event?.id !== 'string' || typeof event.type !== 'string') throw corrupt('not an event');
  return { sequence, subject, event, bytes };
};

/** Refuses another subject, because the hash chain covers subjects. */
export const checkSubject = ({ sequence, subject }: Stored, here: string): void => {
  if (subject === here) return;
  throw new CodedError(
    'log.other_subject',
    `event ${sequence} was stored as ${subject}, but its subject here would be ${here}`,
  );
};
