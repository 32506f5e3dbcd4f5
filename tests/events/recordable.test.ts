import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { recordable } from '../../src/events/recordable.ts';

const half = '😀'.slice(0, 1);

test('halves of characters become U+FFFD, in values and in names, however deep', () => {
  assert.equal(recordable(`a${half}`), 'a\uFFFD');
  assert.deepEqual(recordable({ a: [{ [`b${half}`]: half }] }), { a: [{ 'b\uFFFD': '\uFFFD' }] });
  assert.deepEqual(recordable([[1], [half]]), [[1], ['\uFFFD']]);
});

test('numbers that JSON does not have become null', () => {
  assert.deepEqual(recordable([Number.NaN, { a: Number.POSITIVE_INFINITY }, -0.5]), [null, { a: null }, -0.5]);
});

test('what can be recorded as it is stays the same value', () => {
  const whole = { a: ['😀', 1, null, true, undefined, { b: [] }], c: {} };
  assert.equal(recordable(whole), whole);
  for (const value of [null, undefined, false, 0, '']) assert.equal(recordable(value), value);
  const mixed = { intact: { a: [1] }, broken: half };
  assert.equal(recordable(mixed).intact, mixed.intact);
});

test('whatever is recorded is well-formed, and recording it again changes nothing', () => {
  const anything = fc.anything({
    values: [fc.string({ unit: 'binary' }), fc.constantFrom(half, Number.NaN, 1)],
    maxDepth: 3,
  });
  fc.assert(
    fc.property(anything, (value) => {
      const once = recordable(value);
      assert.equal(recordable(once), once);
      assert.ok((JSON.stringify(once) ?? '').isWellFormed());
    }),
  );
});
