import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { boundToUs } from '../../../src/adapters/broker/nats/embedded/server-process.ts';
import { explainStart } from '../../../src/adapters/broker/nats/embedded/start-failure.ts';
import { checkServer } from '../../../src/adapters/broker/nats/embedded/version.ts';
import { startEmbedded } from '../../../src/adapters/broker/nats/embedded.ts';
import { isAlive, openTestHome, until } from '../../support/embedded-home.ts';

/** A PATH with only the given nats-server, and a data folder without one. */
const usePath = (context: TestContext, home: string, script?: string): void => {
  const { PATH = '', AI_SCIENTIST_HOME } = process.env;
  const folder = join(home, 'bin');
  mkdirSync(folder);
  if (script !== undefined) writeFileSync(join(folder, 'nats-server'), script, { mode: 0o755 });
  process.env.PATH = folder;
  process.env.AI_SCIENTIST_HOME = home;
  context.after(() => {
    process.env.PATH = PATH;
    delete process.env.AI_SCIENTIST_HOME;
    if (AI_SCIENTIST_HOME !== undefined) process.env.AI_SCIENTIST_HOME = AI_SCIENTIST_HOME;
  });
};

const starting = (home: string): Promise<unknown> => startEmbedded({ home, idleMs: 300 });

test('versions from 2.10.23 on are accepted, as servers state them', () => {
  for (const version of ['2.10.23', 'v2.10.27', 'nats-server: v2.12.0', '3.0.0', '2.11.0-dev']) checkServer(version);
  for (const version of ['2.10.22', '2.9.99', '1.4.1', 'v2.10']) {
    assert.throws(() => checkServer(version), { code: 'nats.too_old' });
  }
});

test('an old server on PATH is refused with its version and the needed one', async (context) => {
  const home = openTestHome(context).path;
  usePath(context, home, '#!/bin/sh\necho "nats-server: v2.9.10"\n');
  await assert.rejects(starting(home), { code: 'nats.too_old', message: /2\.9\.10 .*2\.10\.23/ });
});

test('a missing server is reported at once', async (context) => {
  const home = openTestHome(context).path;
  usePath(context, home);
  await assert.rejects(starting(home), { code: 'nats.missing' });
});

test('a fixed port that another program holds is named', async (context) => {
  const home = openTestHome(context);
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  context.after(() => other.close());
  const { port } = other.address() as { port: number };
  await assert.rejects(home.start({ port }), { code: 'nats.port_busy', message: new RegExp(`port ${port} `) });
});

test('a free fixed port is used', async (context) => {
  const home = openTestHome(context);
  const other = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => other.once('listening', resolve));
  const { port } = other.address() as { port: number };
  await new Promise((resolve) => other.close(resolve));
  assert.equal((await home.start({ port })).url, `nats://127.0.0.1:${port}`);
});

test('a port that is no port is refused', async (context) => {
  const home = openTestHome(context);
  for (const port of [-1, 70_000, 1.5]) await assert.rejects(home.start({ port }), { code: 'nats.bad_port' });
});

test('a server that ends at its start is quoted', async (context) => {
  const home = openTestHome(context);
  const binary = join(home.path, 'broken');
  writeFileSync(binary, '#!/bin/sh\necho "nats-server: something is wrong" >&2\nexit 1\n');
  chmodSync(binary, 0o755);
  await assert.rejects(home.start({ binary }), { code: 'nats.start_failed', message: /something is wrong/ });
});

test('a server that never listens is abandoned in time', async (context) => {
  const home = openTestHome(context);
  const binary = join(home.path, 'mute');
  writeFileSync(binary, '#!/bin/sh\nexec sleep 5\n', { mode: 0o755 });
  const begin = performance.now();
  await assert.rejects(home.start({ binary, timeoutMs: 1_000 }), { code: 'nats.start_failed', message: /1 s/ });
  assert.ok(performance.now() - begin < 2_500);
});

test('a data folder that cannot be made is named', async () => {
  await assert.rejects(startEmbedded({ home: '/dev/null/home' }), {
    code: 'home.not_writable',
    message: /\/dev\/null/,
  });
});

test('a full disk is told from other failures of the server', () => {
  const problem = { folder: '/data/nats', port: 0 };
  const full = explainStart({ ...problem, output: '[1] 2030/01/01 [FTL] write meta.inf: no space left on device\n' });
  assert.equal(full.code, 'home.disk_full');
  const other = explainStart({ ...problem, output: '[1] 2030/01/01 00:00:00 [INF] Starting\n[1] x [FTL] no luck\n' });
  assert.equal(other.code, 'nats.start_failed');
  assert.match(other.message, /did not start: no luck \(/);
});

test('without setpriv a shell kills the server when its guardian is killed', async (context) => {
  const bound = await boundToUs(['/bin/sh', '-c', 'echo $$; exec sleep 60'], Promise.resolve(undefined));
  const guardian = spawn(
    process.execPath,
    [
      '-e',
      `const [file, ...rest] = JSON.parse(process.argv[1]);
       require('node:child_process').spawn(file, rest, { stdio: ['pipe', 'inherit', 'inherit'] });`,
      JSON.stringify(bound),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  context.after(() => guardian.kill('SIGKILL'));
  const [line] = await once(guardian.stdout, 'data');
  const server = Number(line);
  assert.ok(isAlive(server));
  guardian.kill('SIGKILL');
  await until(() => !isAlive(server), 2_000);
});
