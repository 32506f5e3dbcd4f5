import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../src/events/envelope.ts';
import { namedBlobs } from '../../src/events/named-blobs.ts';

const hash = (digit: string): string => digit.repeat(64);
const named = (...data: readonly unknown[]) => namedBlobs(data.map((one) => ({ data: one }) as Event));

test('a blob is what a blob field names, at any depth and in any list, once', () => {
  const plot = { figures: { 'loss.png': { blob: hash('a') } }, stdout: hash('b'), pages: [hash('c'), hash('d')] };
  assert.deepEqual(named(plot, { value: { raw: hash('e'), request: hash('a') } }), ['a', 'b', 'c', 'd', 'e'].map(hash));
});

test('other hashes, and other texts in these fields, are none', () => {
  assert.deepEqual(
    named({ sha256: hash('a'), inputs: [hash('b')] }, { blob: 'x', raw: hash('A'), pages: null }, null),
    [],
  );
});
