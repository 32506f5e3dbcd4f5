import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { connect, headers, type JetStreamClient, type JetStreamManager, type NatsConnection } from 'nats';
import type { EmbeddedServer } from '../../../src/adapters/broker/nats/embedded.ts';
import { openEmbedded, openEmbeddedKeeper } from '../../../src/adapters/broker/nats/open-embedded.ts';
import { openHome } from '../../../src/adapters/machine/home.ts';
import { collect, eventOf, taskOf } from '../../support/broker-data.ts';
import { binary, openTestHome, type TestHome } from '../../support/embedded-home.ts';

type Hands = {
  readonly connection: NatsConnection;
  readonly jetStream: JetStreamClient;
  readonly manager: JetStreamManager;
};
type Attempt = (hands: Hands, blob: string) => Promise<unknown>;
type User = 'appender' | 'founder' | 'keeper';

const bytes = Buffer.from('what must stay');
const metaSubject = (blob: string): string => `$O.lab-blobs.M.${Buffer.from(blob).toString('base64url')}==`;

const publishing =
  (subject: (blob: string) => string, label: Readonly<Record<string, string>> = {}): Attempt =>
  ({ jetStream }, blob) => {
    const given = headers();
    for (const [name, value] of Object.entries(label)) given.set(name, value);
    return jetStream.publish(subject(blob), '{}', { headers: given });
  };

/** What anyone with the daily user's password might try. */
const forbidden: Readonly<Record<string, Attempt>> = {
  'delete a stream': ({ manager }) => manager.streams.delete('lab-run-one'),
  'delete the blobs': ({ manager }) => manager.streams.delete('OBJ_lab-blobs'),
  'purge a stream': ({ manager }) => manager.streams.purge('lab-run-one'),
  'purge the blobs': ({ manager }) => manager.streams.purge('OBJ_lab-blobs'),
  'purge one blob': ({ manager }, blob) => manager.streams.purge('OBJ_lab-blobs', { filter: metaSubject(blob) }),
  'delete an event': ({ manager }) => manager.streams.deleteMessage('lab-run-one', 1),
  'delete a part of a blob': ({ manager }) => manager.streams.deleteMessage('OBJ_lab-blobs', 1),
  'reconfigure a stream': ({ manager }) => manager.streams.update('lab-run-one', { max_msgs: 1 }),
  'reconfigure the blobs': ({ manager }) => manager.streams.update('OBJ_lab-blobs', { max_age: 1e9 }),
  'create a stream': ({ manager }) => manager.streams.add({ name: 'lab-run-two', subjects: ['lab.run.two.>'] }),
  'create a stream of another subject': ({ manager }) => manager.streams.add({ name: 'other', subjects: ['other.>'] }),
  'copy a stream': ({ manager }) => manager.streams.add({ name: 'copy', sources: [{ name: 'lab-run-one' }] }),
  'purge the summaries': ({ manager }) => manager.streams.purge('KV_lab-summaries'),
  'roll up the summaries': publishing(() => '$KV.lab-summaries.one', { 'Nats-Rollup': 'all' }),
  'write to another bucket': publishing(() => '$KV.other.one'),
  'take a snapshot': ({ connection }) =>
    connection.request('$JS.API.STREAM.SNAPSHOT.lab-run-one', '{"deliver_subject":"_INBOX.x"}', { timeout: 1_000 }),
  'restore a stream': ({ connection }) =>
    connection.request('$JS.API.STREAM.RESTORE.lab-run-two', '{}', { timeout: 1_000 }),
  'purge the account': ({ connection }) => connection.request('$JS.API.ACCOUNT.PURGE.LAB', '', { timeout: 1_000 }),
  'roll up a subject of the blobs': publishing(metaSubject, { 'Nats-Rollup': 'sub' }),
  'roll up all blobs': publishing(metaSubject, { 'Nats-Rollup': 'all' }),
  'roll up a log': publishing(() => 'lab.run.one.run.a.9', { 'Nats-Rollup': 'all' }),
  'roll up the tasks': publishing(() => 'lab.task.toy.one.run.a.9', { 'Nats-Rollup': 'all' }),
  'let an event expire': publishing(() => 'lab.run.one.run.a.9', { 'Nats-TTL': '1s' }),
  'replace an event': publishing(() => 'lab.run.one.run.a.1'),
  'listen to what others append': async ({ connection }) => {
    const subscription = connection.subscribe('lab.run.>', { max: 1 });
    await connection.flush();
    for await (const _ of subscription);
    throw new Error('the subscription ended without a refusal');
  },
};

type Opened = {
  readonly hands: Hands;
  readonly blob: string;
  readonly home: TestHome;
  readonly server: EmbeddedServer;
};

const open = async (context: TestContext, user: User): Promise<Opened> => {
  const home = openTestHome(context);
  const broker = await openEmbedded({ home: home.path, binary, idleMs: 1_000, timeoutMs: 60_000 });
  context.after(() => broker.close());
  await (await broker.logs.create('one')).append(eventOf('one', 'run.a.1'));
  await broker.tasks.publish(taskOf('one', 'run.a.1', 'toy'));
  const blob = await broker.blobs.put(bytes);
  await broker.summaries.put('one', Buffer.from('summary'));
  const server = await home.start();
  const connection = await home.connect(server, user);
  const jetStream = connection.jetstream({ timeout: 2_000 });
  const manager = await connection.jetstreamManager({ checkAPI: false, timeout: 2_000 });
  return { hands: { connection, jetStream, manager }, blob, home, server };
};

/** What a later program finds. */
const assertUntouched = async (context: TestContext, home: TestHome, blob: string): Promise<void> => {
  const broker = await openEmbedded({ home: home.path, binary, timeoutMs: 60_000 });
  context.after(() => broker.close());
  assert.deepEqual(await broker.logs.list(), ['one']);
  assert.equal((await collect((await broker.logs.open('one')).read())).length, 1);
  assert.ok(bytes.equals(await broker.blobs.get(blob)));
};

const refuses = async (name: string, attempt: Promise<unknown>): Promise<void> =>
  assert.rejects(attempt, `${name} was not refused`);

describe('the rights of the users of our own server', { timeout: 120_000 }, () => {
  test('the appender can do nothing that would change or erase what is recorded', async (context) => {
    const { hands, blob, home } = await open(context, 'appender');
    for (const [name, attempt] of Object.entries(forbidden)) await refuses(name, attempt(hands, blob));
    await assertUntouched(context, home, blob);
  });

  test('a second description of a blob, or more of its bytes, changes nothing', async (context) => {
    const { hands, blob, home } = await open(context, 'appender');
    const erased = JSON.stringify({ nuid: 'x', size: 0, chunks: 0, deleted: true });
    await hands.jetStream.publish(metaSubject(blob), erased);
    await hands.jetStream.publish(`$O.lab-blobs.C.${blob}`, 'more');
    await assertUntouched(context, home, blob);
  });

  test('the founder creates streams, and can neither change, delete, append to nor read them', async (context) => {
    const { hands, blob, home } = await open(context, 'founder');
    const allowed = ['create a stream', 'create a stream of another subject', 'copy a stream', 'reconfigure the blobs'];
    for (const [name, attempt] of Object.entries(forbidden))
      if (!allowed.includes(name)) await refuses(name, attempt(hands, blob));
    await refuses('append', hands.jetStream.publish('lab.run.one.run.a.2', '{}'));
    await refuses('read', hands.manager.streams.getMessage('lab-run-one', { seq: 1 }));
    await assertUntouched(context, home, blob);
    await forbidden['create a stream']?.(hands, blob);
  });

  test('the keeper deletes a run when it is asked to, and appends nothing', async (context) => {
    const { hands, home, blob } = await open(context, 'keeper');
    await refuses('append', hands.jetStream.publish('lab.run.one.run.a.2', '{}'));
    await refuses('purge a log', hands.manager.streams.purge('lab-run-one'));
    await refuses('reconfigure', hands.manager.streams.update('lab-run-one', { deny_purge: false }));
    const keeper = await openEmbeddedKeeper({ home: home.path, binary, timeoutMs: 60_000 });
    assert.equal(await keeper.deleteRun('one'), true);
    assert.equal(await keeper.deleteBlob(blob), true);
    await keeper.close();
  });

  test('the guardian counts connections, and sees and does nothing else', async (context) => {
    const { server, home } = await open(context, 'appender');
    const secrets = JSON.parse(readFileSync(join(home.path, 'nats', 'credentials.json'), 'utf8'));
    const guardian = await connect({ servers: server.url, user: 'guardian', pass: secrets.guardian });
    context.after(() => guardian.close());
    const ask = (subject: string): Promise<unknown> => guardian.request(subject, '{}', { timeout: 1_000 });
    await ask('$SYS.REQ.SERVER.PING.CONNZ');
    const { server_id: id } = guardian.info ?? {};
    for (const subject of [`$SYS.REQ.SERVER.${id}.RELOAD`, '$JS.API.ACCOUNT.PURGE.LAB', '$SYS.REQ.SERVER.PING.VARZ'])
      await refuses(subject, ask(subject));
  });

  test('a bucket of blobs that was made without walls gets them', async (context) => {
    const home = openTestHome(context);
    const founder = await home.connect(await home.start(), 'founder');
    const manager = await founder.jetstreamManager({ checkAPI: false });
    const subjects = ['$O.lab-blobs.C.>', '$O.lab-blobs.M.>'];
    await manager.streams.add({ name: 'OBJ_lab-blobs', subjects, allow_rollup_hdrs: true, allow_direct: true });
    const broker = await openEmbedded({ home: home.path, binary, timeoutMs: 60_000 });
    context.after(() => broker.close());
    await broker.blobs.put(bytes);
    const { config } = await manager.streams.info('OBJ_lab-blobs');
    assert.deepEqual([config.allow_rollup_hdrs, config.deny_delete], [false, true]);
  });

  test('everything that the server and its guardian write is for their owner alone', async (context) => {
    const { home } = await open(context, 'appender');
    const folder = join(home.path, 'nats');
    // Node creates the compile cache before the guardian's first line runs.
    const readable = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.startsWith('compile-cache'))
      .filter((path) => (statSync(join(folder, path)).mode & 0o077) !== 0);
    assert.deepEqual(readable, []);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });
});

test('a data folder that others could read is closed to them', async (context) => {
  const path = await mkdtemp(join(tmpdir(), 'home-'));
  context.after(() => rm(path, { recursive: true }));
  await chmod(path, 0o755);
  await openHome({ AI_SCIENTIST_HOME: path });
  assert.equal(statSync(path).mode & 0o777, 0o700);
  if (process.getuid?.() !== 0) return;
  const other = spawnSync('ls', [path], { uid: 65_534, gid: 65_534, encoding: 'utf8' });
  assert.match(other.stderr, /Permission denied/);
});
