import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRedaction } from '../../src/events/redaction.ts';

const mark = '[redacted]';

test('a secret has at least 8 characters, and one that is not set is none', () => {
  const redaction = createRedaction(['1234567', undefined, '12345678']);
  assert.equal(redaction.text('1234567 12345678 12345678 undefined'), `1234567 ${mark} ${mark} undefined`);
});

test('a secret that another is a part of is taken out as a whole, in whatever order they were told', () => {
  for (const secrets of [
    ['long-secret', 'long-secret-indeed'],
    ['long-secret-indeed', 'long-secret'],
  ]) {
    const redaction = createRedaction(secrets);
    assert.equal(redaction.text('long-secret-indeed, long-secret'), `${mark}, ${mark}`);
  }
});

test('a secret that is told twice, or later, is taken out from then on', () => {
  const redaction = createRedaction(['first-secret']);
  assert.equal(redaction.text('second-secret'), 'second-secret');
  redaction.protect('second-secret');
  redaction.protect('second-secret');
  assert.equal(redaction.text('first-secret second-secret'), `${mark} ${mark}`);
});

test('a value is changed where it holds any of the secrets, and stays the same value otherwise', () => {
  const redaction = createRedaction(['first-secret', '"quoted"\\']);
  for (const whole of [{ a: ['quoted', 1, null] }, null, 5, 'text', ['first']])
    assert.equal(redaction.value(whole), whole);
  assert.equal(redaction.value(undefined), undefined);
  assert.deepEqual(redaction.value({ 'first-secret': [true, null, { a: 'is "quoted"\\' }] }), {
    [mark]: [true, null, { a: `is ${mark}` }],
  });
});

test('of a text in pieces everything is given at once that cannot be the beginning of a secret', () => {
  const { next, end } = createRedaction(['abcabcabd', 'xyzxyzxyz']).stream();
  assert.deepEqual(['no', ' abcab', 'c', 'x', 'yz', '.'].map(next), ['no', ' ', '', 'abcabc', '', 'xyz.']);
  assert.equal(end(), '');
  assert.deepEqual(['abcabcab', 'd', '!'].map(next), ['', mark, '!']);
  assert.deepEqual([next('-abcabcab'), end(), end()], ['-', 'abcabcab', '']);
  assert.equal(next('!'), '!');
});

test('without secrets nothing is held back', () => {
  const { next, end } = createRedaction().stream();
  assert.deepEqual([next('a'), next('b'), end()], ['a', 'b', '']);
});
