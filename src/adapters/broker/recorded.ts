import type { Event } from '../../events/envelope.ts';
import { parseJson } from '../../events/json.ts';
import { CodedError } from '../../events/outcome.ts';
import type { Recorded, Stored } from '../../ports/log.ts';

/** Throws CodedError('log.corrupt') for bytes that are no JSON, or nested too deep; that it is an event is not looked at. */
export const parseStored = (stored: Stored): Recorded => {
  const { sequence, subject, bytes } = stored;
  try {
    const event = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()) as Event;
    return { sequence, subject, event, bytes };
  } catch (error) {
    throw new CodedError(
      'log.corrupt',
      `event ${sequence}, ${subject}, cannot be read as JSON (${(error as Error).message}): restore it from a backup or a bundle`,
      { cause: error },
    );
  }
};

/** The hash chain covers subjects: under another one the event would no longer be what was recorded. */
export const checkSubject = ({ sequence, subject }: Stored, here: string): void => {
  if (subject === here) return;
  throw new CodedError('log.other_subject', `event ${sequence} was stored as ${subject} and would be ${here} here`);
};
