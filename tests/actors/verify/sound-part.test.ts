import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainLinks } from '../../../src/actors/bundle/log-lines.ts';
import { soundPart } from '../../../src/actors/verify/sound-part.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import type { Recorded, Stored } from '../../../src/ports/log.ts';
import { type Given, logOf } from '../../support/stored-log.ts';

const { blobs } = createMemoryBroker();
const partOf = (log: readonly Stored[], interruption?: Error) => {
  const { log: sound, ...rest } = soundPart({ run: 'here', log, blobs, interruption, isCovered: false });
  return { length: sound.length, ...rest };
};

/** Four events, of which the third and fourth record the chain's value through the second; three more follow. */
const chained = (sha256?: string): readonly Recorded[] => {
  const words: readonly Given[] = [{ id: 'a.1' }, { id: 'a.2' }];
  const link = { through: 2, sha256: sha256 ?? chainLinks(logOf(...words))[1] };
  const chain = ['log.1', 'log.2'].map((id) => ({ id, type: 'log.chained', role: 'host', data: link }));
  return logOf(...words, ...chain, { id: 'a.3' }, { id: 'a.4' }, { id: 'a.5' });
};
const broken = (log: readonly Recorded[], sequence: number): readonly Stored[] =>
  log.with(sequence - 1, { ...(log[sequence - 1] as Recorded), bytes: Buffer.from('{') });

test('all of a whole log is sound, and its last chain value is known', () => {
  assert.deepEqual(partOf(chained()), { length: 7, chained: 4 });
  assert.deepEqual(partOf([]), { length: 0, chained: 0 });
});

test('the sound part ends before an event that cannot be read or is missing', () => {
  const problem = 'event 6 cannot be read';
  assert.deepEqual(partOf(broken(chained(), 6)), { length: 5, chained: 4, problem });
  assert.deepEqual(partOf(chained().toSpliced(5, 1)), { length: 5, chained: 4, problem });
  assert.deepEqual(partOf(chained().slice(0, 5), new Error('event 6 is lost')), {
    length: 5,
    chained: 4,
    problem: 'event 6 is lost',
  });
});

test('the sound part ends at the last chain value that matches, if a later one does not', () => {
  const log = chained();
  const changed = log.with(3, chained('0'.repeat(64))[3] as Recorded);
  const problem = 'event 4 does not match the events before it';
  assert.deepEqual(partOf(changed), { length: 3, chained: 3, problem });
  assert.deepEqual(partOf(broken(changed, 6)), { length: 3, chained: 3, problem });
  const early = log.with(
    2,
    logOf({ id: 'a' }, { id: 'b' }, { id: 'log.1', type: 'log.chained', data: { through: 3 } })[2] as Recorded,
  );
  assert.equal(partOf(early).chained, 0, 'a value through itself');
});
