import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { after, before, describe, type TestContext, test } from 'node:test';
import { connect, type NatsConnection, StoreCompression } from 'nats';
import { connectNats } from '../../../src/adapters/broker/nats/broker.ts';
import { Connection } from '../../../src/adapters/broker/nats/connection.ts';
import { isOneOf, jetStream } from '../../../src/adapters/broker/nats/errors.ts';
import { openKeeper } from '../../../src/adapters/broker/nats/keeper.ts';
import type { Broker } from '../../../src/ports/broker.ts';
import { eventOf, taskOf } from '../../support/broker-data.ts';
import { startTestServer, type TestServer } from '../../support/nats-server.ts';
import { startFakeServer } from '../../support/nats-server-fake.ts';

describe('connecting to NATS', { timeout: 30_000 }, () => {
  let server: TestServer;
  before(async () => {
    server = await startTestServer();
  });
  after(() => server.stop());

  const openBroker = async (t: TestContext): Promise<Broker> => {
    const broker = await connectNats(server);
    t.after(() => broker.close());
    return broker;
  };
  const openLink = async (t: TestContext): Promise<NatsConnection> => {
    const link = await connect({ servers: server.url, user: server.user, pass: server.password });
    t.after(() => link.close());
    return link;
  };

  test('a server that is too old is refused, with what to do', async () => {
    for (const version of ['2.9.10', '2.10.22', '1.99.99']) {
      const fake = await startFakeServer(version);
      await assert.rejects(connectNats({ url: fake.url }), (error: Error & { code: string }) => {
        assert.equal(error.code, 'nats.too_old');
        assert.match(error.message, new RegExp(`${version}.*2\\.10\\.23.*upgrade`));
        return true;
      });
      fake.stop();
    }
  });

  test('a server without JetStream is refused', async () => {
    const plain = await startTestServer({ jetStream: false });
    await assert.rejects(connectNats(plain), { code: 'nats.no_jetstream' });
    await plain.stop();
  });

  test('wrong credentials are reported at once', async () => {
    const began = performance.now();
    for (const password of ['wrong', undefined]) {
      const options = { url: server.url, user: server.user, ...(password === undefined ? {} : { password }) };
      await assert.rejects(connectNats(options), { code: 'nats.unauthorized' });
    }
    assert.ok(performance.now() - began < 1_000);
  });

  test('credentials that are not encoded are reported, but not shown', async () => {
    await assert.rejects(connectNats({ url: 'nats://user:s%cret@127.0.0.1:1' }), (error: Error & { code: string }) => {
      assert.equal(error.code, 'nats.bad_url');
      assert.doesNotMatch(error.message, /cret/);
      return true;
    });
  });

  test('a request that JetStream rejects has a code, and its cause is still told apart', async (t) => {
    const connection = await Connection.open(server);
    t.after(() => connection.close());
    const asking = connection.request('log', ({ manager }) => manager.streams.info('no-such-stream'));
    await assert.rejects(asking, (error: Error & { code: string }) => {
      assert.equal(error.code, 'nats.rejected');
      assert.match(error.message, /stream not found/);
      assert.ok(isOneOf(error, jetStream.streamNotFound));
      return true;
    });
  });

  test('credentials may be part of the URL, and are not shown', async () => {
    const [scheme, host] = server.url.split('//');
    const broker = await connectNats({ url: `${scheme}//${server.user}:${server.password}@${host}` });
    await broker.close();
    await assert.rejects(connectNats({ url: `${scheme}//secret-token@${host}` }), (error: Error & { code: string }) => {
      assert.equal(error.code, 'nats.unauthorized');
      assert.doesNotMatch(error.message, /secret/);
      return true;
    });
  });

  test('a missing or silent server is reported within 3 s', async () => {
    await assert.rejects(connectNats({ url: 'nats://127.0.0.1:9' }), { code: 'nats.unreachable' });
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const { port } = silent.address() as { port: number };
    const began = performance.now();
    await assert.rejects(connectNats({ url: `nats://127.0.0.1:${port}` }), { code: 'nats.unreachable' });
    assert.ok(performance.now() - began < 3_300);
    silent.close();
  });

  test('a foreign server with one copy is worth a warning', async () => {
    const broker = await connectNats({ ...server, foreign: true });
    assert.match(broker.warnings.join(), /one copy/);
    await broker.close();
    await assert.rejects(broker.logs.list(), { code: 'nats.closed' });
  });

  test('a stream whose settings were changed is not opened, except that its blocks need not be compressed', async (t) => {
    const broker = await openBroker(t);
    const link = await openLink(t);
    const manager = await link.jetstreamManager();
    await broker.logs.create('changed');
    await broker.logs.open('changed');
    assert.equal((await manager.streams.info('lab-run-changed')).config.compression, 's2');
    await manager.streams.update('lab-run-changed', { compression: StoreCompression.None });
    await broker.logs.open('changed');
    await manager.streams.update('lab-run-changed', { max_age: 600_000_000_000 });
    await assert.rejects(broker.logs.open('changed'), (error: Error & { code: string }) => {
      assert.equal(error.code, 'log.misconfigured');
      assert.match(error.message, /lab-run-changed: max_age is 600000000000 and must be 0/);
      return true;
    });
  });

  test('blobs are an object store that other clients can read', async (t) => {
    const broker = await openBroker(t);
    const name = await broker.blobs.put(Buffer.alloc(1_500_000, 'abc'));
    const link = await openLink(t);
    const store = await link.jetstream().views.os('lab-blobs');
    assert.equal((await store.getBlob(name))?.length, 1_500_000);
    const manager = await link.jetstreamManager();
    await manager.streams.purge('OBJ_lab-blobs', { filter: `$O.lab-blobs.C.${name}`, keep: 1 });
    await assert.rejects(broker.blobs.get(name), { code: 'blob.corrupt' });
  });

  test('a deleted blob is gone, and can be put again', async (t) => {
    const broker = await openBroker(t);
    const keeper = await openKeeper(server);
    t.after(() => keeper.close());
    const bytes = Buffer.alloc(1_200_000, 'a large blob');
    const [name, other] = [await broker.blobs.put(bytes), await broker.blobs.put(Buffer.from('another'))];
    assert.equal(await keeper.deleteBlob(name), true);
    assert.equal(await keeper.deleteBlob(name), false);
    await assert.rejects(broker.blobs.get(name), { code: 'blob.missing' });
    assert.equal(await broker.blobs.has(other), true);
    assert.equal(await broker.blobs.put(bytes), name);
    assert.ok(bytes.equals(await broker.blobs.get(name)));
  });

  test('deleting a run removes its log and tasks, and followers are notified', async (t) => {
    const broker = await openBroker(t);
    const log = await broker.logs.create('doomed');
    await log.append(eventOf('doomed', 'run.a.1'));
    await broker.tasks.publish(taskOf('doomed', 'run.a.1', 'ask'));
    const following = (async () => {
      for await (const _ of log.follow(1, AbortSignal.timeout(20_000)));
    })();
    following.catch(() => {});
    const keeper = await openKeeper(server);
    t.after(() => keeper.close());
    assert.equal(await keeper.deleteRun('doomed'), true);
    assert.equal(await keeper.deleteRun('doomed'), false);
    await assert.rejects(following, { code: 'run.unknown' });
    await assert.rejects(log.append(eventOf('doomed', 'run.a.2')), { code: 'run.unknown' });
    await assert.rejects(broker.logs.open('doomed'), { code: 'run.unknown' });
    assert.equal(await broker.tasks.publish(taskOf('doomed', 'run.a.1', 'ask')), 'published');
  });

  test('an event larger than the server accepts is reported', async (t) => {
    const broker = await openBroker(t);
    const log = await broker.logs.create('large');
    const event = eventOf('large', 'run.a.1', 'x'.repeat(9_000_000));
    await assert.rejects(log.append(event), { code: 'log.too_large' });
  });
});
