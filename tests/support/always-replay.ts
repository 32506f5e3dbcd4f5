import assert from 'node:assert/strict';
import { Fold } from '../../src/actors/fold.ts';
import type { Recorded } from '../../src/ports/log.ts';

const restoreInterval = 50;

/** Everything that a fold holds; tasks without their input, which is built lazily. */
const bytesOf = (fold: Fold): string =>
  JSON.stringify({
    states: fold.states(),
    outstanding: [...fold.outstanding.values()],
    control: fold.control,
    spending: fold.spending,
  });

/** The same fold after a JSON round trip of every machine's state. */
const throughJson = (fold: Fold): Fold => {
  const restored = fold.copy();
  for (const actor of restored.actors.values()) {
    const { value, context } = actor.snapshot;
    actor.snapshot = actor.role.machine.resolveState(JSON.parse(JSON.stringify({ value, context })));
  }
  return restored;
};

/**
 * Call it after each event of a live run. Folds the log from the first event, and compares this fold, and one that is
 * restored from JSON at every fiftieth event, with the live one, byte by byte. Quadratic in the length of the run.
 */
export const alwaysReplay = () => {
  const log: Recorded[] = [];
  let restored: Fold | undefined;
  const compare = (other: Fold, live: string, what: string, { event, sequence }: Recorded): void => {
    const bytes = bytesOf(other);
    assert.equal(other.divergence, undefined, `${what}, event ${sequence}, ${event.id}`);
    if (bytes !== live) assert.deepEqual(JSON.parse(bytes), JSON.parse(live), `${what}, event ${sequence}`);
    assert.ok(bytes === live, `${what} has other bytes after event ${sequence}, ${event.id}`);
  };
  return (recorded: Recorded, fold: Fold): void => {
    log.push(recorded);
    const fresh = new Fold(fold.roster);
    for (const { event, sequence } of log) fresh.apply(event, sequence);
    const live = bytesOf(fold);
    compare(fresh, live, 'the replayed fold', recorded);
    restored?.apply(recorded.event, recorded.sequence);
    if (restored !== undefined) compare(restored, live, 'the restored fold', recorded);
    if (recorded.sequence % restoreInterval === 0) restored = throughJson(fold);
  };
};
