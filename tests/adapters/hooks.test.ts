import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createHooks } from '../../src/adapters/hooks/hooks.ts';
import { type Hook, hookSchema } from '../../src/adapters/hooks/schema.ts';
import { createFetch } from '../../src/adapters/http/fetch.ts';
import { runCommand } from '../../src/adapters/machine/command.ts';
import { kindOf } from '../../src/text/notice.ts';
import { Log } from '../support/story.ts';

const notice = {
  id: 'run.director.9',
  run: 'alpha',
  type: 'run.finished',
  kind: 'finished',
  text: 'alpha, run: completed',
  time: '2026-01-01T00:00:00.000Z',
} as const;

type Given = { readonly environment?: Record<string, string>; readonly platform?: NodeJS.Platform };

const made = (hooks: readonly unknown[], { environment = {}, platform = 'linux' }: Given = {}) => {
  const warnings: string[] = [];
  const waits: number[] = [];
  let bells = 0;
  const parts = {
    hooks: hooks.map((hook): Hook => hookSchema.parse(hook)),
    environment,
    platform,
    fetch: createFetch({}),
    run: runCommand,
    sleep: async (delayMs: number) => void waits.push(delayMs),
    bell: () => {
      bells += 1;
    },
    warn: (text: string) => void warnings.push(text),
  };
  return { hooks: createHooks(parts), warnings, waits, bells: () => bells };
};

test('a webhook is signed over its body, and called again until it succeeds', async (context) => {
  const bodies: string[] = [];
  const signatures: unknown[] = [];
  const server = createServer(async (request, response) => {
    bodies.push(Buffer.concat(await request.toArray()).toString());
    signatures.push(request.headers['x-ai-scientist-signature']);
    response.writeHead(bodies.length < 3 ? 503 : 204).end();
  }).listen(0, '127.0.0.1');
  context.after(() => server.close());
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/secret-path`;
  const { hooks, warnings, waits } = made([{ url, keyVariable: 'HOOK_KEY' }], { environment: { HOOK_KEY: 'k' } });
  hooks.tell(notice);
  await hooks.settle();
  assert.deepEqual(JSON.parse(bodies[2] ?? ''), notice);
  assert.equal(
    signatures[2],
    `sha256=${createHmac('sha256', 'k')
      .update(bodies[2] ?? '')
      .digest('hex')}`,
  );
  assert.deepEqual(waits, [1000, 2000]);
  assert.deepEqual(warnings, []);
});

test('a hook that fails four times is a warning without its address’s secrets', async () => {
  const { hooks, warnings, waits } = made([
    { url: 'http://127.0.0.1:1/secret-path', keyVariable: 'HOOK_KEY' },
    { command: ['sh', '-c', 'echo no >&2; exit 3'] },
  ]);
  hooks.tell(notice);
  await hooks.settle();
  assert.equal(waits.length, 6);
  assert.match(warnings.join('\n'), /127\.0\.0\.1:1 failed 4 times: the environment variable HOOK_KEY is not set/);
  assert.match(warnings.join('\n'), /hook sh failed 4 times: exit code 3 no/);
  assert.doesNotMatch(warnings.join('\n'), /secret-path/);
});

test('a hook is called for its kinds and event types only', async () => {
  const { hooks, bells } = made([
    { bell: true, on: ['waiting', 'run.finished'] },
    { bell: true, on: ['paper'] },
    { bell: true },
  ]);
  hooks.tell(notice);
  hooks.tell({ ...notice, type: 'waiting', kind: 'waiting' });
  hooks.tell({ ...notice, type: 'plan.made', kind: null });
  await hooks.settle();
  assert.equal(bells(), 4);
  assert.ok(!hookSchema.safeParse({ bell: true, on: ['finnished'] }).success);
  assert.ok(!hookSchema.safeParse({ url: 'file:///etc/passwd' }).success);
});

test('a command finds the notice in its environment', async () => {
  const { hooks, warnings } = made([{ command: ['sh', '-c', '[ "$AI_SCIENTIST_TEXT" = "alpha, run: completed" ]'] }]);
  hooks.tell(notice);
  await hooks.settle();
  assert.deepEqual(warnings, []);
});

/** Puts a program on the PATH that writes its arguments to a file, one per line. */
const standIn = async (context: TestContext, name: string): Promise<() => Promise<string>> => {
  const folder = await mkdtemp(join(tmpdir(), 'desktop-'));
  const path = process.env.PATH;
  context.after(async () => {
    process.env.PATH = path;
    await rm(folder, { recursive: true });
  });
  await writeFile(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "$@" >"${folder}/told"\n`, { mode: 0o755 });
  process.env.PATH = `${folder}:${path}`;
  return () => readFile(join(folder, 'told'), 'utf8');
};

const programs = [
  ['linux', 'notify-send', /^--app-name=AI Scientist\n--\nAI Scientist\n-x" & \(do\)\n$/],
  ['darwin', 'osascript', /^-e\non run argv[\s\S]*end run\nAI Scientist\n-x" & \(do\)\n$/],
] as const;

for (const [platform, program, expected] of programs)
  test(`a desktop notice on ${platform} is shown by ${program}, its text as one argument`, async (context) => {
    const told = await standIn(context, program);
    const { hooks, warnings } = made([{ desktop: true, on: ['finished'] }], { platform });
    hooks.tell({ ...notice, text: '-x" & (do)' });
    await hooks.settle();
    assert.match(await told(), expected);
    assert.deepEqual(warnings, []);
  });

test('a desktop for which no program is known is a warning', async () => {
  const { hooks, warnings } = made([{ desktop: true }], { platform: 'freebsd' });
  hooks.tell(notice);
  await hooks.settle();
  assert.match(warnings.join(), /the hook desktop failed 4 times: no program is known .* freebsd/);
});

test('events are told by what they mean to a person who is away', () => {
  const kind = (type: string, data: object) => kindOf(new Log().add(type, 'run', 'director', data).events[0] as never);
  assert.equal(kind('run.paused', { reason: 'budget.dollars' }), 'budget');
  assert.equal(kind('run.paused', { reason: 'lunch' }), undefined);
  assert.equal(kind('run.finished', { outcome: 'failed' }), 'failed');
  assert.equal(kind('run.finished', { outcome: 'completed' }), 'finished');
  assert.equal(kind('idea.finished', { outcome: 'failed' }), 'failed');
  assert.equal(kind('paper.finished', {}), 'paper');
  assert.equal(kind('plan.made', {}), undefined);
});
