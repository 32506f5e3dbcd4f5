import type { Check } from '../../src/actors/verify/check.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import type { Recorded } from '../../src/ports/log.ts';

/** The fields in which a hand-written event differs from the default. */
export type Given = Partial<Event> & { version?: number };
const eventOf = (given: Given): Event => {
  const {
    id = 'a.b',
    type = 'word.said',
    run = 'here',
    scope = 'run',
    role = 'speaker',
    time = '2026-01-01T00:00:00.000Z',
  } = given;
  const { causationid = id, data = { text: 'a' }, version = 1 } = given;
  const sealed = seal({ id, type, version, run, scope, role, causationid, data }, time);
  const { version: _, ...rest } = given;
  return { ...sealed, ...rest };
};
export const logOf = (...given: readonly Given[]): readonly Recorded[] =>
  given.map((one, index) => {
    const event = eventOf(one);
    return {
      sequence: index + 1,
      subject: `lab.run.here.${event.id}`,
      event,
      bytes: Buffer.from(JSON.stringify(event)),
    };
  });
/** The problems of a check, as `place: message`. */
export const told = ({ problems }: Check): readonly string[] =>
  problems.map(({ place, message }) => `${place}: ${message}`);
