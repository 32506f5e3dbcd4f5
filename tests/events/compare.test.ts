import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seal } from '../../src/events/envelope.ts';
import { numbered } from '../../src/events/projections/causes.ts';
import { changedMembers, firstDifferences, tellingMembers } from '../../src/events/projections/compare.ts';

type Given = { id: string; type?: string; scope?: string; data?: unknown };
const logOf = (...given: readonly Given[]) =>
  numbered(
    given.map(({ id, type = 'note.written', scope = 'idea-1', data = {} }) =>
      seal(
        { id, type, version: 1, run: 'x', scope, role: 'coder', causationid: id, data },
        `2026-01-01T00:00:0${given.length}.000Z`,
      ),
    ),
  );
const told = (one: ReturnType<typeof logOf>, other: ReturnType<typeof logOf>, names: readonly string[] = []) =>
  firstDifferences(one, other, names).map((found) => [
    found.id,
    found.actor,
    found.one?.sequence,
    found.other?.sequence,
  ]);

const output = (index: number, data: unknown = {}): Given => ({ id: `idea-1.coder.${index}`, data });

test('runs with the same events do not differ, in whatever order', () => {
  assert.deepEqual(
    told(logOf(output(1), output(2)), logOf(output(2), output(1), { id: 'a', type: 'log.chained' })),
    [],
  );
});

test('each actor’s first difference is listed, earliest first', () => {
  const one = logOf({ id: 'idea-1.writer.1' }, output(1), output(2, { a: 1 }), output(3, { a: 1 }), {
    id: 'run.scientist.1',
    data: 1,
  });
  const other = logOf(
    { id: 'run.scientist.1', data: 2 },
    { id: 'idea-1.writer.1' },
    output(1),
    output(3, { a: 2 }),
    output(2, { a: 2 }),
  );
  assert.deepEqual(told(one, other), [
    ['run.scientist.1', 'run.scientist', 5, 1],
    ['idea-1.coder.2', 'idea-1.coder', 3, 5],
  ]);
  assert.deepEqual(told(other, one), [
    ['run.scientist.1', 'run.scientist', 1, 5],
    ['idea-1.coder.2', 'idea-1.coder', 5, 3],
  ]);
});

test('what only one run has is a difference on either side', () => {
  assert.deepEqual(told(logOf(output(1), output(2)), logOf(output(1))), [
    ['idea-1.coder.2', 'idea-1.coder', 2, undefined],
  ]);
  assert.deepEqual(told(logOf(output(1)), logOf(output(1), output(2))), [
    ['idea-1.coder.2', 'idea-1.coder', undefined, 2],
  ]);
});

test('what only one run has is placed by where it has it', () => {
  const one = logOf(output(1), { id: 'run.writer.1' }, { id: 'run.coder.1' });
  const other = logOf({ id: 'run.referee.1' }, { id: 'run.referee.2' }, output(1), { id: 'run.reviewer.1' });
  const places = told(one, other).map(([id]) => id);
  assert.deepEqual(places, ['run.referee.1', 'run.writer.1', 'run.coder.1', 'run.reviewer.1']);
  assert.deepEqual(
    told(other, one).map(([id]) => id),
    places,
  );
});

test('the result of a task and a request of a person are told by who asked', () => {
  const other = logOf({ id: 'idea-1.coder.1.result' }, { id: 'human.01j', type: 'comment.written' }, { id: 'loose' });
  assert.deepEqual(
    told(logOf(), other).map(([, actor]) => actor),
    ['idea-1.coder', 'human', ''],
  );
});

test('what the shell notes on the way is no difference', () => {
  for (const type of ['run.started', 'task.started', 'log.chained', 'run.quiesced', 'run.forked']) {
    const aside = { id: 'a.b', type };
    assert.deepEqual([told(logOf(aside), logOf()), told(logOf(), logOf(aside))], [[], []], type);
    assert.deepEqual(told(logOf({ ...aside, data: 1 }), logOf({ ...aside, data: 2 })), [], type);
  }
});

const differs = (one: Partial<Given>, other: Partial<Given>, names: readonly string[] = []): boolean =>
  told(logOf({ id: 'a.b', ...one }), logOf({ id: 'a.b', ...other }), names).length > 0;

test('type, scope and data make the substance of an event, whatever the order of members', () => {
  assert.ok(differs({ type: 'idea.judged' }, { type: 'idea.failed' }));
  assert.ok(differs({ scope: 'idea-1' }, { scope: 'idea-2' }));
  assert.ok(differs({ data: { a: [1, 2] } }, { data: { a: [2, 1] } }));
  assert.ok(differs({ data: null }, { data: {} }));
  assert.ok(!differs({ data: { a: 1, b: { c: 2, d: 3 } } }, { data: { b: { d: 3, c: 2 }, a: 1 } }));
});

test('times, hashes and the names of the runs are not of the substance', () => {
  assert.ok(!differs({ data: { durationMs: 1, a: 1 } }, { data: { durationMs: 2, a: 1 } }));
  assert.ok(!differs({ data: 'a'.repeat(64) }, { data: 'b'.repeat(64) }));
  assert.ok(differs({ data: 'a'.repeat(63) }, { data: 'b'.repeat(63) }));
  const broken = (digit: string): string => Array.from({ length: 8 }, () => digit.repeat(8)).join('\\allowbreak{}');
  assert.ok(!differs({ data: broken('a') }, { data: broken('b') }));
  const naming = [{ data: 'paper of one' }, { data: 'paper of other' }] as const;
  assert.ok(differs(...naming));
  assert.ok(!differs(...naming, ['other', 'one']));
});

test('differing members are listed with their paths, before and after', () => {
  const changed = (before: object, after: object) => changedMembers(before, after);
  assert.deepEqual(changed({ a: { b: 5, c: [1] }, d: 'x' }, { a: { b: 3, c: [1] }, d: 'x' }), ['a.b 5 -> 3']);
  assert.deepEqual(changed({ a: 1 }, { b: 2 }), ['a 1 -> not set', 'b not set -> 2']);
  assert.deepEqual(changed({ a: { b: { c: 1 } } }, {}), ['a.b.c 1 -> not set']);
  assert.deepEqual(changed({}, { a: { b: null } }), ['a.b not set -> null']);
  assert.deepEqual(changed({ a: 1 }, { a: { b: 1 } }), ['a.b not set -> 1']);
  assert.deepEqual(changed({ a: { b: 1 } }, { a: 1 }), ['a.b 1 -> not set']);
  assert.deepEqual(changed({ a: [1, 2] }, { a: [2, 1] }), ['a [1,2] -> [2,1]']);
  assert.deepEqual(changed({ a: null }, { a: null }), []);
});

test('members that differ by a hash or a measurement alone do not tell two events apart', () => {
  const told = (one: unknown, other: unknown) =>
    tellingMembers(...([one, other].map((data) => ({ data })) as unknown as Parameters<typeof tellingMembers>));
  const before = { raw: 'a'.repeat(64), durationMs: 1, plan: { runs: 1, text: 'x' } };
  assert.deepEqual(told(before, { raw: 'b'.repeat(64), durationMs: 2, plan: { runs: 2, text: 'x' } }), ['plan.runs']);
});
