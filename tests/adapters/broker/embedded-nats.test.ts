import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect, type NatsConnection } from 'nats';
import type { EmbeddedServer } from '../../../src/adapters/broker/nats/embedded.ts';
import { eventually, isAlive, openTestHome, type TestHome, until } from '../../support/embedded-home.ts';

/** A client with the rights of daily work, on a server with a stream. */
const openStream = async (home: TestHome, server: EmbeddedServer): Promise<NatsConnection> => {
  const founder = await home.connect(server, 'founder');
  const manager = await founder.jetstreamManager({ checkAPI: false });
  await manager.streams.add({ name: 'lab-run-one', subjects: ['lab.run.one.>'] });
  await founder.close();
  return home.connect(server, 'appender');
};

test('two processes that start at once share one server', async (context) => {
  const home = openTestHome(context);
  const [first, second] = await Promise.all([home.startUser(), home.startUser()]);
  assert.match(first.answer.url ?? '', /^nats:\/\/127\.0\.0\.1:\d+$/);
  assert.equal(second.answer.url, first.answer.url);
});

test('ten starts at once in one process share one server', async (context) => {
  const home = openTestHome(context);
  const servers = await Promise.all(Array.from({ length: 10 }, () => home.start()));
  assert.equal(new Set(servers.map(({ url }) => url)).size, 1);
});

test('stays while one user is left and ends itself after the last was killed', async (context) => {
  const home = openTestHome(context);
  const first = await home.startUser(500);
  const second = await home.startUser(500);
  const { serverPid, guardianPid } = home.record();
  first.user.kill('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.ok(isAlive(serverPid), 'one user is left');
  second.user.kill('SIGKILL');
  await until(() => !isAlive(serverPid) && !isAlive(guardianPid), 5_000);
});

test('a connection of a client alone keeps the server', async (context) => {
  const home = openTestHome(context);
  const server = await home.start({ idleMs: 300 });
  const { serverPid } = home.record();
  const client = await home.connect(server, 'appender');
  server.release();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.ok(isAlive(serverPid));
  await client.close();
  await until(() => !isAlive(serverPid), 5_000);
});

test('starting again while the server is about to end always gives one that lives', async (context) => {
  const home = openTestHome(context);
  for (let round = 0; round < 8; round += 1) {
    const server = await home.start({ idleMs: 60 });
    const client = await home.connect(server, 'appender');
    await client.flush();
    await client.close();
    server.release();
    await new Promise((resolve) => setTimeout(resolve, 55 + round * 10));
  }
});

test('killing the guardian leaves no server, and the next start keeps the data', async (context) => {
  const home = openTestHome(context);
  const server = await home.start();
  const client = await openStream(home, server);
  await client.jetstream().publish('lab.run.one.run.director.1', 'kept');
  await client.close();
  server.release();
  const { serverPid, guardianPid } = home.record();
  process.kill(guardianPid, 'SIGKILL');
  await until(() => !isAlive(serverPid), 2_000);
  const again = await home.connect(await home.start(), 'appender');
  const manager = await again.jetstreamManager();
  const message = await manager.streams.getMessage('lab-run-one', { seq: 1 });
  await again.close();
  assert.equal(message.string(), 'kept');
});

test('a guardian that is asked to end stops its server and leaves no record of it', async (context) => {
  const home = openTestHome(context);
  const { user } = await home.startUser(60_000);
  const { serverPid, guardianPid } = home.record();
  user.kill('SIGKILL');
  process.kill(guardianPid, 'SIGTERM');
  await until(() => !isAlive(serverPid) && !isAlive(guardianPid), 5_000);
  assert.throws(() => home.record());
});

test('a killed server comes back on its port with its data while it has users', async (context) => {
  const home = openTestHome(context);
  const server = await home.start();
  const client = await openStream(home, server);
  await client.jetstream().publish('lab.run.one.run.director.1', 'kept');
  const { serverPid } = home.record();
  process.kill(serverPid, 'SIGKILL');
  await home.replaced('serverPid', serverPid);
  const read = async () => (await client.jetstreamManager()).streams.getMessage('lab-run-one', { seq: 1 });
  assert.equal((await eventually(read, 10_000)).string(), 'kept');
});

test('a killed guardian is replaced while it has users, on the same port', async (context) => {
  const home = openTestHome(context);
  const server = await home.start();
  const { guardianPid } = home.record();
  process.kill(guardianPid, 'SIGKILL');
  await home.replaced('guardianPid', guardianPid);
  assert.equal(home.record().url, server.url);
  const client = await home.connect(server, 'appender');
  await client.close();
});

test('the secrets are readable by the owner only and in no argument of a process', async (context) => {
  const home = openTestHome(context);
  const server = await home.start();
  const folder = join(home.path, 'nats');
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  assert.equal(statSync(join(folder, 'credentials.json')).mode & 0o777, 0o600);
  const { serverPid, guardianPid } = home.record();
  if (process.platform !== 'linux') return;
  for (const pid of [serverPid, guardianPid]) {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    assert.ok(command.length > 0);
    for (const { password } of [server.appender, server.founder, server.keeper]) assert.ok(!command.includes(password));
  }
  assert.ok(!readFileSync(join(folder, 'server.json'), 'utf8').includes(server.keeper.password));
});

test('a wrong secret and no secret are refused', async (context) => {
  const home = openTestHome(context);
  const { url, appender, keeper } = await home.start();
  for (const credentials of [
    {},
    { user: appender.user, pass: 'wrong' },
    { user: keeper.user, pass: appender.password },
  ]) {
    await assert.rejects(connect({ servers: url, ...credentials, reconnect: false }), {
      code: 'AUTHORIZATION_VIOLATION',
    });
  }
});
