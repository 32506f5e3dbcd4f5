import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { statePath } from '../../src/actors/actor.ts';
import { chainLinks, splitLines, storedLines, subjectOf } from '../../src/actors/bundle/log-lines.ts';
import { canonical, hashOf, isSame, sha256 } from '../../src/actors/canonical.ts';
import { HashChain, nextLink } from '../../src/actors/chain.ts';
import { differences } from '../../src/actors/replay/differences.ts';

test('a value has one text, whatever the order of its members', () => {
  assert.equal(canonical({ b: [1, null], a: 'x', c: undefined }), '{"a":"x","b":[1,null]}');
  assert.equal(canonical(undefined), 'null');
  assert.equal(hashOf({ b: 1, a: 2 }), sha256('{"a":2,"b":1}'));
  assert.equal(sha256('a'), createHash('sha256').update('a').digest('hex'));
});

const different: readonly (readonly [unknown, unknown])[] = [
  [{ a: 1 }, { a: 2 }],
  [{ a: 1 }, {}],
  [{}, { a: 1 }],
  [{ a: 1 }, { b: 1 }],
  [{ a: 1, b: 2 }, { a: 1 }],
  [{ a: 1 }, { a: 1, b: 2 }],
  [
    [1, 2],
    [2, 1],
  ],
  [[1], [1, 2]],
  [[1, 2], [1]],
  [[], {}],
  [{}, []],
  [['a'], { 0: 'a' }],
  [{ 0: 'a' }, ['a']],
  [[], { length: 0 }],
  [
    { a: 1, b: undefined },
    { a: 1, c: 2 },
  ],
  [5, {}],
  [null, {}],
  [{}, null],
  ['1', 1],
  [{ a: null }, {}],
  [{ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 3 }] } }],
];

test('values are the same when their texts are, and only then', () => {
  for (const [one, other] of different) assert.ok(!isSame(one, other), `${canonical(one)} and ${canonical(other)}`);
  for (const [one, other] of [
    [{ a: 1, b: undefined }, { a: 1 }],
    [{ a: 1 }, { b: undefined, a: 1 }],
    [
      { a: 1, b: { c: [] } },
      { b: { c: [] }, a: 1 },
    ],
    [undefined, null],
    [0, -0],
    [new Date(0), new Date(0).toISOString()],
  ])
    assert.ok(isSame(one, other), canonical(one));
});

test('comparing member by member gives the same result as comparing the texts', () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(value, value, (one, other) => assert.equal(isSame(one, other), canonical(one) === canonical(other))),
  );
  fc.assert(fc.property(value, (one) => assert.ok(isSame(one, structuredClone(one)))));
});

test('a value that is nested too deep has no text and cannot be compared', () => {
  const nested = (depth: number, wrap: (inner: unknown) => unknown): unknown =>
    depth === 0 ? 0 : wrap(nested(depth - 1, wrap));
  for (const wrap of [(inner: unknown) => [inner], (a: unknown) => ({ a })]) {
    assert.ok(isSame(nested(100, wrap), nested(100, wrap)));
    assert.throws(() => canonical(nested(101, wrap)), { code: 'value.too_deep' });
    assert.throws(() => isSame(nested(102, wrap), nested(102, wrap)), { code: 'value.too_deep' });
  }
});

test('each link of the chain covers the one before, the subject and the bytes', () => {
  const bytes = Buffer.from('x');
  const first = nextLink('', 'a', bytes);
  assert.equal(first, sha256('\na\nx'));
  assert.equal(nextLink(first, 'b', bytes), sha256(`${first}\nb\nx`));
  const chain = new HashChain();
  assert.deepEqual([chain.add('a', bytes), chain.add('b', bytes)], [first, nextLink(first, 'b', bytes)]);
});

test('lines end with a line break, and what follows the last one is a line too', () => {
  const lines = (text: string) => splitLines(Buffer.from(text)).map((line) => Buffer.from(line).toString());
  assert.deepEqual(lines('a\nbc\n'), ['a', 'bc']);
  assert.deepEqual(lines('a\n\nb'), ['a', '', 'b']);
  assert.deepEqual([lines(''), lines('\n')], [[], ['']]);
});

test('the lines of a log are stored under the subjects of their ids, also where they are damaged', () => {
  const lines = ['{"id":"a.1"}', '{"id":"a.2",', '{"x":1}', 'null', 'nothing'];
  const stored = storedLines('here', Buffer.from(`${lines.join('\n')}\n`));
  assert.deepEqual(
    stored.map(({ sequence, subject, bytes }) => [sequence, subject, Buffer.from(bytes).toString()]),
    [
      [1, subjectOf('here', 'a.1'), lines[0]],
      [2, subjectOf('here', 'a.2'), lines[1]],
      [3, subjectOf('here', 'undefined'), lines[2]],
      [4, subjectOf('here', 'undefined'), lines[3]],
      [5, subjectOf('here', ''), lines[4]],
    ],
  );
  assert.equal(subjectOf('here', 'a.1'), 'lab.run.here.a.1');
  assert.equal(
    chainLinks(stored)[1],
    nextLink(
      nextLink('', 'lab.run.here.a.1', Buffer.from(lines[0] ?? '')),
      'lab.run.here.a.2',
      Buffer.from(lines[1] ?? ''),
    ),
  );
});

test('an actor’s position is the path of its states', () => {
  assert.equal(statePath('asking'), 'asking');
  assert.equal(statePath({ drafting: { asking: {} } }), 'drafting.asking');
  assert.equal(statePath({ drafting: 'asking', other: {} }), 'drafting.asking | other');
});

test('differences are reported at the innermost places', () => {
  assert.deepEqual(differences({ a: { b: 1, c: [1, 2] } }, { a: { b: 2, c: [1, 3, 4] } }), [
    { path: 'a.b', before: 1, after: 2 },
    { path: 'a.c.1', before: 2, after: 3 },
    { path: 'a.c.2', before: undefined, after: 4 },
  ]);
  assert.deepEqual(differences({ a: [] }, { a: {} }), [{ path: 'a', before: [], after: {} }]);
  assert.deepEqual(differences({ a: 1 }, {}), [{ path: 'a', before: 1, after: undefined }]);
  assert.deepEqual(differences({ a: { b: 1 } }, { a: null }), [{ path: 'a', before: { b: 1 }, after: null }]);
  assert.deepEqual(differences(null, { a: 1 }), [{ path: '', before: null, after: { a: 1 } }]);
  assert.deepEqual(differences(Number.NaN, Number.NaN), []);
  assert.deepEqual(differences('a', 'b'), [{ path: '', before: 'a', after: 'b' }]);
});
