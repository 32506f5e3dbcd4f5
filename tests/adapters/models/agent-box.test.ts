import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createAgent } from '../../../src/adapters/models/agents/agent.ts';
import type { Agent } from '../../../src/adapters/models/agents/schema.ts';
import { applyAnswer } from '../../../src/machines/kit/edits/edits.ts';
import { file } from '../../../src/machines/kit/prompt.ts';

const standIn = fileURLToPath(new URL('../../support/stand-in-agent.py', import.meta.url));
const code = 'rate = 0\nprint(rate)\n';
const key = 'a-key-that-must-not-be-seen';

const folder = mkdtempSync(join(tmpdir(), 'agent-test-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const request = {
  purpose: 'coder.edit',
  system: 'You are the Coder.',
  messages: [{ role: 'user' as const, content: `Change the rate.\n\n${file('experiment.py', code)}` }],
  temperature: 0,
  maxTokens: 1000,
};

const agentDoing = (what: string, more: Partial<Agent> = {}, given: readonly string[] = []) =>
  createAgent({
    name: 'stand-in',
    agent: {
      command: ['python3', standIn, what, ...given],
      programs: [standIn],
      keyVariable: 'STAND_IN_KEY',
      ...more,
    },
    key,
    proxies: {},
    python: async () => '/usr/bin/python3',
    temporaryFolder: async () => folder,
  });

const ask = (
  model: ReturnType<typeof agentDoing>,
  { signal = AbortSignal.timeout(120_000), onDelta = (_: string): void => {} } = {},
) => model.answer(request, { signal, onDelta, readBlob: async () => new Uint8Array() });

const answered = async (...parts: Parameters<typeof ask>) => {
  const outcome = await ask(...parts);
  assert.ok(outcome.ok, JSON.stringify(outcome));
  return outcome.value;
};

const failed = async (...parts: Parameters<typeof ask>) => {
  const outcome = await ask(...parts);
  assert.ok(!outcome.ok, JSON.stringify(outcome));
  return outcome.error;
};

const commandLines = (): string =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'latin1');
      } catch {
        return '';
      }
    })
    .join('\n');

test('an edit becomes an answer in the usual form, with its transcript, tokens and cost', async () => {
  const seen: string[] = [];
  const value = await answered(agentDoing('well'), { onDelta: () => seen.push(commandLines()) });
  assert.deepEqual(applyAnswer({ 'experiment.py': code }, value.text), {
    files: { 'experiment.py': 'rate = 1\nprint(rate)\n' },
    changed: ['experiment.py'],
    skipped: [],
  });
  assert.match(value.text, /^RUN: a faster rate\nI changed the rate\.\n/);
  assert.equal(value.model, 'agent:stand-in');
  assert.equal(value.costUsd, 0.03);
  assert.deepEqual(value.usage, { inputTokens: 2000, outputTokens: 90, cachedInputTokens: 800 });
  assert.match(value.raw ?? '', /"total_cost_usd": 0\.03[\s\S]*Standard error:\nkey a-key-that/);
  assert.ok(seen.some((lines) => lines.includes('agent.py')));
  assert.ok(!seen.some((lines) => lines.includes(key)), 'the key stands in a command line');
  assert.deepEqual(readdirSync(folder), []);
});

test('changes out of scope are left to the judge or told, and links are not followed', async () => {
  const { text } = await answered(agentDoing('out-of-scope'));
  const applied = applyAnswer({ 'experiment.py': code }, text);
  assert.deepEqual(applied, {
    files: { 'experiment.py': 'rate = 1\nprint(rate)\n' },
    changed: ['experiment.py'],
    skipped: ['plot.py'],
  });
  assert.match(text, /^Left out: link\.py \(it is a link, not a file\)\.$/m);
  assert.match(text, /^Left out: deeper\/still\/experiment\.py \(it lies in a folder\)\.$/m);
});

const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as { port: number }).port}`;
};

test('the box lets nothing out but to the allowed host, and every attempt is told', async () => {
  let strangers = 0;
  const vendor = createServer((socket) => socket.on('data', (bytes) => socket.write(`echo ${bytes}`)));
  const stranger = createServer(() => {
    strangers += 1;
  });
  const [allowed, forbidden] = [await listening(vendor), await listening(stranger)];
  const own = mkdtempSync(join(tmpdir(), 'agent-settings-'));
  mkdirSync(join(own, 'settings'));
  writeFileSync(join(own, 'settings/login.json'), '{"name": "somebody"}');
  chmodSync(join(own, 'settings/login.json'), 0o600);
  const login = join(own, 'settings/login.json');
  try {
    const more = { hosts: [allowed], configuration: [join(own, 'settings')] };
    const value = await answered(agentDoing('leave', more, [allowed, forbidden, homedir(), login]));
    const attempts = [...(value.raw ?? '').matchAll(/^([a-z -]+): (done .*|refused)(?: \w+)?$/gm)];
    assert.deepEqual(Object.fromEntries(attempts.map(([, name = '', what]) => [name, what])), {
      'allowed host': "done 'echo hello'",
      'other host': "done 'HTTP/1.1 403 Forbidden'",
      'unlisted name': "done 'HTTP/1.1 403 Forbidden'",
      'plain request': 'refused',
      'direct socket': 'refused',
      'outside address': 'refused',
      'look-up': 'refused',
      'home folder': 'refused',
      'list of users': 'refused',
      'writing beside the workspace': 'refused',
      'writing to the system': 'refused',
      'writing to its job': 'refused',
      'replacing the proxy': 'refused',
      'writing to its configuration': 'refused',
      'reading its configuration': `done '{"name": "somebody"}'`,
      'writing to its own home': 'done None',
    });
    assert.equal(strangers, 0);
    for (const host of [forbidden, 'example.org:443']) assert.ok(value.text.includes(`kept the agent from ${host}.`));
    assert.ok(value.raw?.includes(`allowed ${allowed} (1)`));
    assert.equal(readFileSync(login, 'utf8'), '{"name": "somebody"}');
    assert.equal(value.costUsd, null);
  } finally {
    vendor.close();
    stranger.close();
    rmSync(own, { recursive: true, force: true });
  }
});

test('an agent that changes nothing answers with its message', async () => {
  assert.equal((await answered(agentDoing('say'))).text, 'ALL RUNS COMPLETED');
});

test('the agent reads the task, and finds the files in its folder', async () => {
  const model = agentDoing('show-task', { command: ['python3', standIn, 'show-task', '{task}', '{files}'] });
  const { text } = await answered(model);
  assert.match(text, /Change the rate\.\n\n\(experiment\.py is in the current folder\.\)/);
  assert.match(text, /\['experiment\.py'\] \['\/agent\/task\.md', 'experiment\.py'\]/);
});

test('an agent that fails has no answer, but its cost and its reason', async () => {
  const error = await failed(agentDoing('fail'));
  assert.equal(error.code, 'agent.failed');
  assert.match(error.message, /^agent:stand-in: it ended with exit code 1: the credit is used up$/);
  assert.equal(error.details?.costUsd, 0.03);
  const missing = await failed(agentDoing('well', { command: ['no-such-agent'] }));
  assert.match(missing.message, /exit code 127: no-such-agent does not start: No such file or directory/);
});

test('an agent that exceeds a limit or is cancelled is ended', async () => {
  const late = await failed(agentDoing('linger', { limits: { wallTimeMs: 3000 } }));
  assert.equal(late.code, 'model.timed_out');
  const stopping = new AbortController();
  const stopped = await failed(agentDoing('linger'), {
    signal: stopping.signal,
    onDelta: (line) => line.startsWith('waiting') && stopping.abort(),
  });
  assert.equal(stopped.code, 'model.aborted');
});

test('a question without files is no task for an agent', async () => {
  const bare = { ...request, messages: [{ role: 'user' as const, content: 'Name a title.' }] };
  const call = { signal: AbortSignal.timeout(10_000), onDelta: () => {}, readBlob: async () => new Uint8Array() };
  const outcome = await agentDoing('well').answer(bare, call);
  assert.equal(outcome.ok ? '' : outcome.error.code, 'agent.unsuited');
});
