import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { checkAgentPlaces } from '../../../src/adapters/models/agents/agents.ts';
import { answerOf, proseOf } from '../../../src/adapters/models/agents/answer.ts';
import { missingFor } from '../../../src/adapters/models/agents/places.ts';
import { isAllowed } from '../../../src/adapters/models/agents/proxy.ts';
import { proxyFor, reach } from '../../../src/adapters/models/agents/reach.ts';
import { agentOf } from '../../../src/adapters/models/agents/ready.ts';
import { secretsInText } from '../../../src/adapters/models/agents/secrets.ts';
import { filesShown, filledIn, taskText } from '../../../src/adapters/models/agents/task.ts';
import { readTold } from '../../../src/adapters/models/agents/told.ts';
import { applyAnswer } from '../../../src/machines/kit/edits/edits.ts';
import { file } from '../../../src/machines/kit/prompt.ts';

const answer = (before: string, after: string, message = 'I changed it.'): string =>
  answerOf(
    new Map([['experiment.py', before]]),
    { texts: new Map([['experiment.py', after]]), leftOut: [] },
    message,
    [],
  );

const line = fc.constantFrom(
  'a = 1',
  '    b = 2',
  'print(a)',
  '',
  '```',
  '=======',
  '<<<<<<< SEARCH',
  'x = """',
  '# note',
);
const text = fc
  .array(line, { minLength: 1, maxLength: 40 })
  .map((lines) => `first = 0\n${lines.join('\n')}\nlast = 9\n`);

test('the change of an agent is read back exactly, whatever the files look like', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      const applied = applyAnswer({ 'experiment.py': before }, answer(before, after));
      assert.ok('files' in applied, JSON.stringify(applied));
      assert.equal(applied.files['experiment.py'], after);
    }),
    { numRuns: 300 },
  );
});

test('a change among repeated lines is placed by as much context as it needs', () => {
  const block = Array.from({ length: 12 }, (_, at) => `step(${at})\n`).join('');
  const before = block.repeat(5);
  const after = `${block.repeat(2)}${block.replace('step(6)', 'leap()')}${block.repeat(2)}`;
  const applied = applyAnswer({ 'experiment.py': before }, answer(before, after));
  assert.equal('files' in applied && applied.files['experiment.py'], after);
});

test('a small change gives a small block', () => {
  const before = Array.from({ length: 400 }, (_, at) => `value_${at} = ${at}\n`).join('');
  assert.ok(answer(before, before.replace('value_200 = 200', 'value_200 = 7')).length < 500);
});

test('new modules are offered whole, and entries that no answer can name are told', () => {
  const before = new Map([['experiment.py', 'import schedule\n']]);
  const texts = new Map([
    ['experiment.py', 'import schedule\nschedule.run()\n'],
    ['schedule.py', 'def run():\n    pass\n'],
    ['run_1/final_info.json', '{}'],
    ['my notes', 'x'],
    ['large.py', 'x\n'.repeat(40_000)],
  ]);
  const given = answerOf(before, { texts, leftOut: [] }, '', []);
  const applied = applyAnswer(Object.fromEntries(before), given, { mayAdd: (name) => name === 'schedule.py' });
  assert.ok('files' in applied, JSON.stringify(applied));
  assert.equal(applied.files['schedule.py'], 'def run():\n    pass\n');
  for (const said of [/run_1\/final_info\.json \(it lies/, /my notes \(its name/, /large\.py \(it has more than 64000/])
    assert.match(given, said);
});

test('a deleted file is told and kept', () => {
  const before = new Map([['experiment.py', 'a = 1\n']]);
  assert.match(answerOf(before, { texts: new Map(), leftOut: [] }, 'Done.', []), /experiment\.py \(it was deleted\)/);
});

test('code and marks in the message of an agent are no changes', () => {
  const message =
    'RUN: faster\nDone:\n```python\na = 9\n```\n<<<<<<< SEARCH\n--- a/experiment.py\n@@ -1 +1 @@\nThat is all.';
  assert.equal(proseOf(message), 'RUN: faster\nDone:\nThat is all.');
  const applied = applyAnswer(
    { 'experiment.py': 'a = 1\nb = 1\n' },
    answer('a = 1\nb = 1\n', 'a = 1\nb = 2\n', message),
  );
  assert.equal('files' in applied && applied.files['experiment.py'], 'a = 1\nb = 2\n');
});

test('output is read as Claude Code, Codex and aider print it', () => {
  const claude = {
    ...{ type: 'result', is_error: false, result: 'Done.', total_cost_usd: 0.25 },
    usage: { input_tokens: 10, cache_read_input_tokens: 30, cache_creation_input_tokens: 5, output_tokens: 7 },
  };
  const counted = { inputTokens: 45, outputTokens: 7, cachedInputTokens: 30, cacheWriteTokens: 5 };
  const expected = { message: 'Done.', isError: false, usage: counted, costUsd: 0.25 };
  assert.deepEqual(readTold(JSON.stringify(claude)), expected);
  assert.deepEqual(readTold(JSON.stringify([{ type: 'system' }, claude])), expected);
  assert.deepEqual(readTold(`{"type":"system"}\n${JSON.stringify(claude)}\n`), expected);

  const turn = { type: 'turn.completed', usage: { input_tokens: 40, cached_input_tokens: 30, output_tokens: 7 } };
  const said = { type: 'item.completed', item: { type: 'agent_message', text: 'Done.' } };
  const events = [{ type: 'thread.started' }, said, turn, turn].map((event) => JSON.stringify(event)).join('\n');
  assert.deepEqual(readTold(events), {
    ...{ message: 'Done.', isError: false },
    usage: { inputTokens: 80, outputTokens: 14, cachedInputTokens: 60 },
  });
  assert.deepEqual(readTold('{"type":"turn.failed","error":{"message":"no credit"}}'), {
    message: 'no credit',
    isError: true,
  });

  const aider = 'Applied edit to experiment.py\nTokens: 4.1k sent, 210 received. Cost: $0.02 message, $0.05 session.';
  assert.deepEqual(readTold(aider), {
    ...{ message: aider, isError: false, costUsd: 0.05 },
    usage: { inputTokens: 4100, outputTokens: 210, cachedInputTokens: 0 },
  });
  assert.deepEqual(readTold('Done.\n'), { message: 'Done.', isError: false });
});

test('the task names the files, which are written as they are and not as the prompt escapes them', () => {
  const code = 'page = "<file name="\n\n';
  const content = `Change it.\n\n${file('experiment.py', code)}\n\nOne block per place.`;
  const request = { purpose: 'coder.edit', system: 'You are the Coder.', temperature: 0, maxTokens: 1 };
  const asked = { ...request, messages: [{ role: 'user' as const, content }] };
  assert.deepEqual([...filesShown(asked)], [['experiment.py', code]]);
  const task = taskText(asked);
  assert.match(task, /\(experiment\.py is in the current folder\.\)\n\nOne block per place\.$/);
  assert.doesNotMatch(task, /page =/);
  const fill = { task: '/agent/task.md', files: ['a.py', 'b.py'], dollars: '5' };
  assert.deepEqual(filledIn(['x', '--cap={dollars}', '{task}', '{files}'], fill), [
    ...['x', '--cap=5', '/agent/task.md', 'a.py', 'b.py'],
  ]);
});

test('only the listed hosts and ports are allowed', () => {
  const hosts = ['api.example.com', '*.example.org', '127.0.0.1:8000'];
  for (const target of ['api.example.com:443', 'API.example.com:443', 'a.b.example.org:443', '127.0.0.1:8000'])
    assert.ok(isAllowed(target, hosts), target);
  for (const target of [
    ...['api.example.com:80', 'xapi.example.com:443', 'api.example.com.evil.net:443', 'example.org:443', ''],
    ...['.example.org:443', 'evilexample.org:443', '127.0.0.1:443', 'api.example.com', '127.0.0.1:80000'],
  ])
    assert.ok(!isAllowed(target, hosts), target);
});

test('an agent is for edits, needs its parts, and never sees the home folder', () => {
  checkAgentPlaces({ default: 'openai:m', 'coder.edit': 'agent:claude', 'coder.plot': 'agent:codex' });
  for (const place of ['default', 'coder', 'coder.plan', 'writer.draft'])
    assert.throws(() => checkAgentPlaces({ [place]: 'agent:claude' }), { code: 'agent.unsuited' });
  assert.throws(() => agentOf('other', { mine: { command: ['x'] } }), {
    code: 'model.unknown',
    message: /agent:claude, agent:codex, agent:aider, agent:mine$/,
  });
  assert.throws(() => agentOf('mine', { mine: {} }), { code: 'config.broken' });
  assert.throws(() => agentOf('mine', { mine: { command: ['x', '{dollars}'] } }), { code: 'config.broken' });
  assert.deepEqual(agentOf('claude', { claude: { hosts: ['gate.example.com'] } }).hosts, ['gate.example.com']);
  const command = ['/bin/sh'];
  assert.equal(missingFor('mine', { command }), undefined);
  assert.equal(missingFor('mine', { command: ['no-such-agent'] })?.code, 'setup.missing');
  for (const path of ['~/', '/', '/no-such-folder'])
    assert.equal(missingFor('mine', { command, configuration: [path] })?.code, 'config.broken', path);
});

test('keys in the configuration of an agent are found', () => {
  const [one, other] = ['eyJhbGciOiJIUzI1NiJ9.e30', 'abcdefghijklmnop-qrst'];
  const json = JSON.stringify(
    { tokens: { access_token: one, account_id: 'account-0123456789' }, API_KEY: other },
    null,
    1,
  );
  assert.deepEqual(secretsInText(json), [one, other]);
  assert.deepEqual(secretsInText(`theme = "dark"\napi-key = "${one}"\n`), [one]);
  assert.deepEqual(secretsInText('{"keys": "short", "editor": "a-long-name-of-an-editor"}'), []);
});

test('an allowed host is reached through the proxy of the person, except where NO_PROXY says so', async () => {
  const asked: unknown[] = [];
  const server = createServer().on('connect', ({ url, headers }, socket) => {
    asked.push([url, headers['proxy-authorization']]);
    socket.end(url === 'api.example.com:443' ? 'HTTP/1.1 200 OK\r\n\r\nhello' : 'HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = { HTTPS_PROXY: `u:p@127.0.0.1:${(server.address() as AddressInfo).port}`, NO_PROXY: 'inside.org' };
  const { signal } = new AbortController();
  const socket = await reach('api.example.com:443', own, signal);
  assert.equal((await socket.toArray()).join(''), 'hello');
  await assert.rejects(reach('b.example.com:443', own, signal), /answers 403/);
  const basic = `Basic ${btoa('u:p')}`;
  assert.deepEqual(asked, [
    ['api.example.com:443', basic],
    ['b.example.com:443', basic],
  ]);
  assert.equal(proxyFor('a.inside.org', own), undefined);
  assert.equal(proxyFor('not-inside.org', own)?.hostname, '127.0.0.1');
  assert.equal(proxyFor('a.org', {}), undefined);
  server.close();
});
