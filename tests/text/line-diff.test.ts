import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { differences } from '../../src/actors/replay/differences.ts';
import { lineDiff } from '../../src/text/line-diff.ts';
import { readable } from '../../src/text/readable.ts';

const side = (diff: readonly string[], mark: '-' | '+'): readonly string[] =>
  diff.filter((line) => line[0] === ' ' || line[0] === mark).map((line) => line.slice(1));

test('both texts can be read off a diff, and it changes no more lines than it must', () => {
  // So few lines that all are within a change's context.
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const [head, ...lines] = lineDiff(before, after);
      if (head === undefined) return assert.deepEqual(before, after);
      assert.deepEqual(side(lines, '-'), before);
      assert.deepEqual(side(lines, '+'), after);
      const start = (length: number) => `${length === 0 ? 0 : 1},${length}`;
      assert.equal(head, `@@ -${start(before.length)} +${start(after.length)} @@`);
      const changed = lines.filter((line) => line[0] !== ' ').length;
      assert.ok(changed <= before.length + after.length - 2 * Number(before.some((line) => after.includes(line))));
    }),
  );
});

test('changes that lie apart have hunks of their own, numbered as they stand in the texts', () => {
  const before = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`);
  const after = before.map((line) => (line === 'line 10' ? 'ten' : line)).filter((line) => line !== 'line 30');
  const diff = lineDiff(before, after);
  assert.deepEqual(
    diff.filter((line) => line.startsWith('@@')),
    ['@@ -7,7 +7,7 @@', '@@ -27,7 +27,6 @@'],
  );
  assert.deepEqual(
    diff.filter((line) => /^[-+]/.test(line)),
    ['-line 10', '+ten', '-line 30'],
  );
});

test('two long texts without a line in common are compared at once', () => {
  const text = (name: string) => Array.from({ length: 20_000 }, (_, index) => `${name} ${index}`);
  const diff = lineDiff(['same', ...text('old')], ['same', ...text('new')]);
  assert.equal(diff.filter((line) => line.startsWith('-')).length, 20_000);
  assert.equal(diff[1], ' same');
});

test('values are lines for people: texts as they stand, members in order, so that equal values are equal lines', () => {
  assert.deepEqual(readable({ b: 1, a: { text: 'x\ny\n', none: undefined, list: [true, {}] } }), [
    'a:',
    '  list:',
    '    0: true',
    '    1: {}',
    '  text:',
    '    x',
    '    y',
    'b: 1',
  ]);
  assert.deepEqual([readable('one line'), readable(undefined)], [['"one line"'], ['nothing']]);
});

test('the places at which two values differ are the innermost ones', () => {
  assert.deepEqual(differences({ a: { b: [1, 2], c: 'same' }, d: null }, { a: { b: [1, 3], c: 'same' }, e: {} }), [
    { path: 'a.b.1', before: 2, after: 3 },
    { path: 'd', before: null, after: undefined },
    { path: 'e', before: undefined, after: {} },
  ]);
  fc.assert(fc.property(fc.jsonValue(), (value) => differences(value, structuredClone(value)).length === 0));
});
