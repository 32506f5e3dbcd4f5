import { hashOf } from '../../src/actors/canonical.ts';
import { HashChain } from '../../src/actors/chain.ts';
import { type Event, seal } from '../../src/events/envelope.ts';
import { taskOf } from '../../src/events/id.ts';
import { success } from '../../src/events/outcome.ts';
import type { Recorded } from '../../src/ports/log.ts';
import { type Changes, rosterOfWalker } from './changed-roles.ts';
import { Simulator } from './simulate.ts';
import { startedWith } from './studio.ts';

export const asStored = (events: readonly Event[]): readonly Recorded[] =>
  events.map((event, index) => ({
    sequence: index + 1,
    subject: `lab.run.${event.run}.${event.id}`,
    event,
    bytes: Buffer.from(JSON.stringify(event)),
  }));

const sealed = (events: readonly Event[]): readonly Recorded[] => {
  const chain = new HashChain();
  const sha256 = asStored(events)
    .map(({ subject, bytes }) => chain.add(subject, bytes))
    .at(-1);
  const through = events.length;
  const link = { id: `log.${through}`, type: 'log.chained', version: 1, run: 'test', scope: 'run', role: 'host' };
  const data = { through, sha256 };
  return asStored([...events, seal({ ...link, causationid: link.id, data }, '2026-01-02T00:00:00.000Z')]);
};

/** A walk as that version of the walker records it: results with the hash of their task's input, and a sealed end. */
export const recordWalk = (changes: Changes = {}): readonly Recorded[] => {
  const inputs = new Map<string, string>();
  const simulator = new Simulator(rosterOfWalker(changes), (_kind, input, task) => {
    inputs.set(task.id, hashOf(input));
    return success(2);
  });
  const { events } = simulator.start(startedWith()).run();
  return sealed(
    events.map((event) => {
      const inputSha256 = inputs.get(taskOf(event.id) ?? '');
      return inputSha256 === undefined ? event : { ...event, data: { ...(event.data as object), inputSha256 } };
    }),
  );
};
