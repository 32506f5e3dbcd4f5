import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entrySchema, isEntryName, manifestSchema } from '../../src/events/bundle.ts';
import { type Event, seal, versionOf } from '../../src/events/envelope.ts';
import { envelopeSchema } from '../../src/events/envelope-schema.ts';
import { CodedError, failure, success } from '../../src/events/outcome.ts';
import { isText, textAt } from '../../src/events/tree.ts';
import { upcast } from '../../src/events/upcast.ts';

const draft = {
  id: 'idea-1.coder.2',
  type: 'code.edited',
  version: 3,
  run: 'here',
  scope: 'idea-1',
  role: 'coder',
  causationid: 'idea-1.coder.1.result',
  data: { file: 'a.py' },
};
const sealed = seal(draft, '2026-01-01T00:00:00.000Z');

test('an event in its envelope says what it is, whose, when and why', () => {
  assert.deepEqual(
    { ...sealed, correlationid: '' },
    {
      specversion: '1.0',
      id: 'idea-1.coder.2',
      source: '/ai-scientist/here/coder',
      type: 'code.edited',
      subject: 'idea-1',
      time: '2026-01-01T00:00:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'code.edited/v3',
      run: 'here',
      scope: 'idea-1',
      role: 'coder',
      causationid: 'idea-1.coder.1.result',
      correlationid: '',
      data: { file: 'a.py' },
    },
  );
  assert.ok(envelopeSchema.safeParse(sealed).success);
});

test('no name in an envelope is empty, and one character is enough', () => {
  for (const name of ['id', 'source', 'run', 'scope', 'role']) {
    assert.ok(envelopeSchema.safeParse({ ...sealed, [name]: 'x' }).success, name);
    assert.ok(!envelopeSchema.safeParse({ ...sealed, [name]: '' }).success, name);
  }
});

test('a type is two words of lower-case letters with a dot between them', () => {
  const isType = (type: string): boolean => envelopeSchema.safeParse({ ...sealed, type }).success;
  for (const type of ['run.started', 'meta-review.written']) assert.ok(isType(type), type);
  for (const type of [
    '',
    'run',
    'run.',
    '.run',
    'Run.started',
    'run.started.twice',
    '-run.started',
    'run started',
    '!run.started',
    'run.started!',
  ])
    assert.ok(!isType(type), type);
});

test('the version is the number at the end of the schema, and 1 where there is none', () => {
  const inSchema = (dataschema: string): number => versionOf({ ...sealed, dataschema });
  assert.deepEqual(
    [versionOf(sealed), inSchema('x/v12'), inSchema('x'), inSchema('x/v2/y'), inSchema('')],
    [3, 12, 1, 1, 1],
  );
});

const versioned = (version: number, data: unknown): Event => seal({ ...draft, version, data }, sealed.time);

test('an event of an earlier version is brought up step by step', () => {
  const upcasts = {
    1: (data: any) => ({ ...data, two: true }),
    2: (data: any) => ({ ...data, three: data.two }),
  };
  assert.deepEqual(
    upcast(versioned(1, { one: 1 }), { version: 3, upcasts }),
    versioned(3, { one: 1, two: true, three: true }),
  );
  assert.deepEqual(upcast(versioned(2, { two: 0 }), { version: 3, upcasts }).data, { two: 0, three: 0 });
});

test('an event of the present version, or of an unknown type, passes unchanged', () => {
  const event = versioned(2, {});
  assert.equal(upcast(event, { version: 2 }), event);
  assert.equal(upcast(event, undefined), event);
});

test('a version that is newer, or that nothing leads on from, is refused with the versions', () => {
  const isRefused = (event: Event, version: number, message: RegExp, upcasts = {}): void => {
    assert.throws(() => upcast(event, { version, upcasts }), { code: 'event.version', message });
  };
  isRefused(versioned(3, {}), 2, /version 3, .* up to 2/);
  isRefused(versioned(1, {}), 3, /cannot be upgraded from version 2 to 3/, { 1: (data: unknown) => data });
  assert.throws(() => upcast(versioned(1, {}), { version: 2 }), /cannot be upgraded from version 1 to 2/);
});

test('an entry of a tree is a text or a blob', () => {
  const tree = { 'a.txt': { text: '' }, 'b.png': { blob: 'b', sizeBytes: 1 } };
  assert.deepEqual([textAt(tree, 'a.txt'), textAt(tree, 'b.png'), textAt(tree, 'c')], ['', undefined, undefined]);
  assert.deepEqual([isText(tree['a.txt']), isText(tree['b.png']), isText(undefined)], [true, false, false]);
});

test('an outcome holds a value, or a coded failure with details where there are any', () => {
  assert.deepEqual(success(0), { ok: true, value: 0 });
  assert.deepEqual(failure('test/failed', 'c'), { ok: false, error: { code: 'test/failed', message: 'c' } });
  assert.deepEqual(failure('test/failed', 'c', { d: 1 }), {
    ok: false,
    error: { code: 'test/failed', message: 'c', details: { d: 1 } },
  });
  const error = new CodedError('blob.missing', 'c', { details: { d: 1 } });
  assert.deepEqual(
    [error.name, error.code, error.message, error.details],
    ['CodedError', 'blob.missing', 'c', { d: 1 }],
  );
});

test('an error that explains another keeps it as its cause', () => {
  const cause = new Error('deep');
  assert.equal(new CodedError('blob.missing', 'c', { cause }).cause, cause);
  assert.ok(!('cause' in new CodedError('blob.missing', 'c')));
});

test('an entry of a bundle has a relative path that stays inside and fits into 100 bytes', () => {
  for (const name of ['events.jsonl', 'template/a/b.py', 'x'.repeat(100), '..a/b..', 'é'.repeat(50)])
    assert.ok(isEntryName(name), name);
  for (const name of [
    '',
    '/etc/passwd',
    '../a',
    'a/../b',
    './a',
    'a/',
    'a//b',
    'a\0b',
    'x'.repeat(101),
    'é'.repeat(51),
  ])
    assert.ok(!isEntryName(name), name);
});

test('a sum in a manifest is 64 digits of lower-case hex, and a manifest says what it is of', () => {
  const entry = { name: 'a', sizeBytes: 0, sha256: 'a'.repeat(64) };
  const isSum = (sha256: string): boolean => entrySchema.safeParse({ ...entry, sha256 }).success;
  assert.deepEqual(['a'.repeat(64), 'a'.repeat(65), `a${'A'.repeat(64)}`, 'A'.repeat(64), 'a'.repeat(63)].map(isSum), [
    true,
    false,
    false,
    false,
    false,
  ]);
  assert.ok(!isSum(`z${'a'.repeat(64)}`) && !isSum(`${'a'.repeat(64)}z`));
  const rest = { format: 'ai-scientist-run', version: 1, sizeBytes: 0, entries: [entry] };
  const isManifest = (about: object): boolean => manifestSchema.safeParse({ ...rest, ...about }).success;
  assert.ok(isManifest({ run: 'here', events: 1, chain: 'a'.repeat(64) }));
  assert.ok(!isManifest({}));
  assert.ok(!isManifest({ run: 'here', events: 0, chain: 'a'.repeat(64) }));
});
