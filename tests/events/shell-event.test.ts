import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ShellData, shellEvent } from '../../src/events/shell-event.ts';

const now = '2026-01-02T03:04:05.678Z';

test('an event of the shell has the version and schema of the vocabulary, and nothing else is changed', () => {
  const data = { sha256: 'ab', through: 64 };
  const event = shellEvent('log.chained', data, { id: 'log.64', run: 'one', role: 'host' }, now);
  assert.equal(
    JSON.stringify(event),
    '{"specversion":"1.0","id":"log.64","source":"/ai-scientist/one/host","type":"log.chained","subject":"run",' +
      '"time":"2026-01-02T03:04:05.678Z","datacontenttype":"application/json","dataschema":"log.chained/v1",' +
      '"run":"one","scope":"run","role":"host","causationid":"log.64","correlationid":"run",' +
      '"data":{"sha256":"ab","through":64}}',
  );
});

test('a cause and a scope are kept where they are given', () => {
  const head = { id: 'human.1', run: 'one', role: 'human', scope: 'idea-2', causationid: 'run.started' };
  const { scope, causationid } = shellEvent('comment.written', { text: 'why?' }, head, now);
  assert.deepEqual({ scope, causationid }, { scope: 'idea-2', causationid: 'run.started' });
});

test('data that the vocabulary refuses is not recorded', () => {
  const head = { id: 'human.1', run: 'one', role: 'human' };
  const made = (data: unknown) => () => shellEvent('comment.written', data as ShellData<'comment.written'>, head, now);
  assert.throws(made({ text: 'x'.repeat(6001) }), {
    code: 'event.invalid',
    message: /comment\.written human\.1: text: /,
  });
  assert.throws(made(null), { code: 'event.invalid', message: /its data: / });
  assert.equal(made({ text: 'x'.repeat(6000) })().type, 'comment.written');
});
