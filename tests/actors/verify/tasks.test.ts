import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoster } from '../../../src/actors/roster.ts';
import { checkBlobs } from '../../../src/actors/verify/blobs.ts';
import type { Knowledge } from '../../../src/actors/verify/knowledge.ts';
import { checkSchemas } from '../../../src/actors/verify/schemas.ts';
import { checkTasks } from '../../../src/actors/verify/tasks.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { scriptedRole } from '../../support/scripted-role.ts';
import { type Given, logOf, told } from '../../support/stored-log.ts';

const roster = createRoster([{ role: scriptedRole('speaker', ['run', 'idea']), from: 't', version: '1' }], {}, ['toy']);
const knowing = (more: Partial<Knowledge> = {}): Knowledge => ({
  definitions: roster.definitions,
  roster: undefined,
  lack: 'no code',
  isOwn: true,
  ...more,
});

test('data is held against the schema of its type; unknown types pass and are told', () => {
  const schemas = (...given: readonly Given[]) => checkSchemas(logOf(...given), knowing());
  const started = { id: 'run.started', type: 'run.started' };
  assert.deepEqual(told(schemas({ id: 'x' })), ['event 1, x: the log begins with word.said instead of run.started']);
  const [first, second, third] = told(schemas(started, { id: 'b', data: { text: 5 } }, { id: 'c', data: 5 }));
  assert.match(first ?? '', /^event 1, run\.started: its data does not match run\.started\/v1: /);
  assert.match(second ?? '', /^event 2, b: its data does not match word\.said\/v1: text: /);
  assert.match(third ?? '', /^event 3, c: .* match word\.said\/v1: data: /);
  assert.match(told(schemas(started, { id: 'b', version: 2 }))[1] ?? '', /^event 2, b: .*version 2/);
  const unknown = schemas({ id: 'x', type: 'x.y' }, { id: 'y', type: 'x.y' }, { id: 'z', type: 'x.z' }, { id: 'b' });
  assert.match(
    unknown.summary,
    /^the data of 1 events matches .*; one is wrong; 3 of an unknown type pass: x\.y 2, x\.z 1$/,
  );
  assert.deepEqual([told(checkSchemas([], knowing())), schemas({ id: 'b' }).summary.includes('pass')], [[], false]);
});

const taskId = 'run.speaker.1';
const attempt = (number: number, more: object = {}, id = `${taskId}.started.${number}`): Given => ({
  id,
  type: 'task.started',
  data: { task: taskId, kind: 'toy', key: 'k', attempt: number, ...more },
});
const result = (number: number, more: object = {}, id = `${taskId}.result`, type = 'task.completed'): Given => ({
  id,
  type,
  data: { task: taskId, kind: 'toy', key: 'k', attempt: number, ...more },
});
const tasks = (...given: readonly Given[]) => told(checkTasks(logOf(...given), knowing(), true));

test('attempts are counted from 1, and a result comes after one, or in the place of all', () => {
  for (const fine of [
    [attempt(1), result(1)],
    [attempt(1), attempt(2), result(1, {}, undefined, 'task.failed')],
    [attempt(1), result(2)],
    [result(0)],
  ])
    assert.deepEqual(tasks(...fine), []);
  const last = (...given: readonly Given[]) =>
    tasks(...given)
      .at(-1)
      ?.replace(/^event \d+, [^:]*: /, '');
  assert.equal(last(attempt(2)), 'it is attempt 2 after 0');
  assert.equal(last(attempt(1), attempt(1, {}, `${taskId}.started.2`)), 'it is attempt 1 after 1');
  assert.equal(last(attempt(1, {}, `${taskId}.started.2`)), 'it is attempt 1 after 0');
  assert.equal(last(result(1)), 'no attempt 1 was recorded before it');
  assert.equal(last(attempt(1), result(3)), 'no attempt 3 was recorded before it');
  assert.equal(last(attempt(1), result(0)), 'no attempt 0 was recorded before it');
});

test('what is recorded of a task has its id, kind, key and actor', () => {
  const last = (...given: readonly Given[]) =>
    tasks(...given)
      .at(-1)
      ?.replace(/^event \d+, [^:]*: /, '');
  assert.equal(last(attempt(1, { task: 'run.speaker.2' })), 'it names task run.speaker.2');
  assert.equal(last({ ...attempt(1), role: 'other' }), `no output of run.other has the id ${taskId}`);
  assert.equal(last({ ...attempt(1), scope: 'idea-1' }), `no output of idea-1.speaker has the id ${taskId}`);
  assert.match(last(attempt(1), result(1, { kind: 'other' })) ?? '', /its kind and key, other and k, are not those/);
  assert.match(last(attempt(1), result(1, { key: 'l' })) ?? '', /toy and l, are not those of the first attempt/);
  assert.equal(last(result(1, {}, `${taskId}.started.1`)), 'task.completed has the id of an attempt');
  assert.equal(last(attempt(1, {}, `${taskId}.result`)), 'it is attempt 1 after 0');
  assert.equal(last({ ...attempt(1), type: 'word.said' }), 'word.said has the id of an attempt or a result');
  assert.equal(last({ id: 'a.b', type: 'task.started', data: {} }), 'task.started has an id that belongs to no task');
  assert.deepEqual(tasks(attempt(1), { id: taskId }), [
    `event 2, ${taskId}: it has the id of a task, which no event may have`,
  ]);
  assert.deepEqual(tasks({ ...attempt(1), data: null }), [], 'that is for the schemas to tell');
});

const started: Given = { id: 'run.started', type: 'run.started', role: 'host', data: {} };
const order = (ask: readonly object[]): Given => ({
  id: 'human.1',
  type: 'order.given',
  role: 'human',
  data: { at: 'run', ask },
});

test('tasks must have been asked for by the roles’ code, where that is at hand', () => {
  const check = (given: readonly Given[], more: Partial<Knowledge> = { roster, lack: '' }) =>
    checkTasks(logOf(...given), knowing(more), true);
  const asked = [started, order([{ key: 'k' }]), attempt(1), result(1)];
  assert.equal(check(asked).status, 'ok');
  const unasked = [started, order([]), attempt(1), result(1)];
  assert.deepEqual(told(check(unasked)), [`event 3, ${taskId}.started.1: this code did not request task ${taskId}`]);
  const older = check(unasked, { roster, lack: '', isOwn: false });
  assert.deepEqual([older.status, /another version recorded the run/.test(older.summary)], ['noted', true]);
  assert.match(check(asked, { roster }).summary, /the requests of these roles are accepted unchecked: no code/);
  assert.match(check(asked, {}).summary, /that roles requested them is not checked: no code/);
  const incomplete = checkTasks(logOf(...unasked), knowing({ roster, lack: '' }), false);
  assert.deepEqual(told(incomplete), []);
  assert.match(incomplete.summary, /is not checked: not every event can be read/);
  assert.match(check([order([])]).summary, /cannot be checked after event 1: the log begins with order\.given/);
  const different = check([
    ...asked,
    { id: 'run.speaker.2' },
    attempt(1, { task: 'run.speaker.9' }, 'run.speaker.9.started.1'),
  ]);
  assert.match(different.summary, /after event 5 this code would have recorded something else/);
  assert.deepEqual([different.status, told(different)], ['noted', []]);
});

test('each blob is there and has the bytes that its name is the sum of', async () => {
  const { blobs } = createMemoryBroker();
  const good = await blobs.put(Buffer.from('abc'));
  const [missing, damaged] = ['1'.repeat(64), '2'.repeat(64)];
  const log = logOf({ id: 'a.b', data: { blob: good } }, { id: 'a.c', data: { blob: missing, pages: [damaged] } });
  const broken = { ...blobs, get: async (name: string) => (name === damaged ? Buffer.from('xy') : blobs.get(name)) };
  assert.deepEqual(told(await checkBlobs(log, broken)), [
    `blob ${missing} of event 2, a.c, data.blob: there is no blob ${missing} [blob.missing]`,
    `blob ${damaged} of event 2, a.c, data.pages.0: its 2 bytes do not match its SHA-256`,
  ]);
  const fine = await checkBlobs(log.slice(0, 1), blobs);
  assert.deepEqual([fine.status, fine.summary], ['ok', '1 blobs of 3 bytes are there and match their names']);
  const failing = { ...blobs, get: async () => Promise.reject(new Error('disk')) };
  await assert.rejects(checkBlobs(log, failing), /disk/);
});
