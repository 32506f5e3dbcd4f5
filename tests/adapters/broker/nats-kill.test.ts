import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectNats } from '../../../src/adapters/broker/nats/broker.ts';
import type { Broker } from '../../../src/ports/broker.ts';
import { collect, eventOf, taskOf, until } from '../../support/broker-data.ts';
import { startTestServer, type TestServer } from '../../support/nats-server.ts';

const killCount = Number(process.env.NATS_KILLS ?? 5);

describe('the NATS server is killed and comes back', { timeout: 60_000 + killCount * 5_000 }, () => {
  let server: TestServer;
  let broker: Broker;
  beforeEach(async () => {
    server = await startTestServer();
    broker = await connectNats({ ...server, onError: () => {} });
  });
  afterEach(async () => {
    await broker.close();
    await server.stop();
  });

  const killAndRestart = async (): Promise<void> => {
    await sleep(100 + Math.random() * 300);
    await server.kill();
    await sleep(Math.random() * 200);
    await server.restart();
  };

  test('an append storm loses nothing acknowledged and duplicates nothing; followers and watchers continue', async () => {
    const log = await broker.logs.create('storm');
    const stop = new AbortController();
    const acknowledged: string[] = [];
    const followed: number[] = [];
    const following = (async () => {
      for await (const { sequence } of log.follow(1, stop.signal)) followed.push(sequence);
    })();
    let storming = true;
    const writers = [0, 1, 2].map(async (writer) => {
      for (let k = 0; storming; k++) {
        const event = eventOf('storm', `run.writer-${writer}.${k}`);
        await log.append(event);
        acknowledged.push(event.id);
      }
    });
    for (let kill = 0; kill < killCount; kill++) await killAndRestart();
    storming = false;
    await Promise.all(writers);
    const records = await collect(log.read());
    const stored = records.map(({ event }) => event.id);
    assert.deepEqual(stored.toSorted(), acknowledged.toSorted());
    assert.deepEqual(
      records.map(({ sequence }) => sequence),
      stored.map((_, index) => index + 1),
    );
    const began = performance.now();
    await until(() => followed.length >= records.length);
    assert.ok(performance.now() - began < 2_500, 'the follower is up to date soon after the last restart');
    stop.abort();
    await following;
    assert.deepEqual(
      followed,
      records.map(({ sequence }) => sequence),
    );
  });

  test('consumers continue, and every task is performed', async () => {
    const stop = new AbortController();
    const performed = new Set<string>();
    const consuming = broker.tasks.consume({ run: 'storm', kind: 'ask' }, 4, stop.signal, async (delivery) => {
      await sleep(10);
      await delivery.acknowledge();
      performed.add(delivery.task.id);
    });
    const published: string[] = [];
    let publishing = true;
    const publisher = (async () => {
      for (let k = 0; publishing; k++) {
        const task = taskOf('storm', `run.a.${k}`, 'ask');
        await broker.tasks.publish(task);
        published.push(task.id);
        await sleep(5);
      }
    })();
    for (let kill = 0; kill < killCount; kill++) await killAndRestart();
    publishing = false;
    await publisher;
    // A task that the server had acknowledged and not written is lost with it; the host publishes what is outstanding again.
    while (performed.size < published.length) {
      const outstanding = published.filter((id) => !performed.has(id));
      for (const id of outstanding) await broker.tasks.publish(taskOf('storm', id, 'ask'));
      await sleep(1_000);
    }
    stop.abort();
    await consuming;
  });

  test('a task outlives the link that brought it', async () => {
    await broker.tasks.publish(taskOf('long', 'run.a.1', 'ask'));
    const stop = new AbortController();
    await broker.tasks.consume({ run: 'long', kind: 'ask' }, 1, stop.signal, async (delivery) => {
      await server.kill();
      delivery.working();
      await server.restart();
      await delivery.acknowledge();
      stop.abort();
    });
    assert.equal(await broker.tasks.publish(taskOf('long', 'run.a.1', 'ask')), 'published');
  });

  test('a queue whose sequence was reset delivers again', async () => {
    const performed: string[] = [];
    const stop = new AbortController();
    const consuming = broker.tasks.consume({ run: 'reset', kind: 'ask' }, 1, stop.signal, async (delivery) => {
      await delivery.acknowledge();
      performed.push(delivery.task.id);
    });
    for (const k of [1, 2, 3, 4, 5]) await broker.tasks.publish(taskOf('reset', `run.a.${k}`, 'ask'));
    await until(() => performed.length === 5);
    await sleep(500);
    await server.kill();
    rmSync(join(server.storeDir, 'jetstream/$G/streams/lab-tasks/msgs'), { recursive: true });
    await server.restart();
    await broker.tasks.publish(taskOf('reset', 'run.a.6', 'ask'));
    await until(() => performed.includes('run.a.6'), 15_000);
    stop.abort();
    await consuming;
  });

  test('a server that came back at another address is found', async () => {
    let place = server;
    const moving = await connectNats({ url: async () => place, onError: () => {} });
    const log = await moving.logs.create('moved');
    const next = await startTestServer();
    await server.kill();
    place = next;
    assert.deepEqual(await moving.logs.list(), []);
    await assert.rejects(log.append(eventOf('moved', 'run.a.1')), { code: 'run.unknown' });
    await moving.close();
    await next.stop();
  });

  test('blobs survive, whatever was half written', async () => {
    const contents = Array.from({ length: 8 }, () => randomBytes(3_000_000));
    let storing = true;
    const names = new Set<string>();
    const writers = [0, 1].map(async () => {
      for (let k = 0; storing; k++) {
        const name = await broker.blobs.put(contents[k % contents.length]!);
        names.add(name);
        assert.equal((await broker.blobs.get(name)).length, 3_000_000);
      }
    });
    for (let kill = 0; kill < Math.min(10, killCount); kill++) await killAndRestart();
    storing = false;
    await Promise.all(writers);
    for (const name of names) assert.equal((await broker.blobs.get(name)).length, 3_000_000);
  });

  test('watching continues', async () => {
    const stop = new AbortController();
    const seen: string[] = [];
    const watching = (async () => {
      for await (const { text } of broker.live.watch('seen', stop.signal)) seen.push(text);
    })();
    const publish = (text: string): void =>
      broker.live.publish({ run: 'seen', taskId: 'run.a.1', what: 'stdout', text });
    publish('before');
    await until(() => seen.includes('before'));
    await server.kill();
    publish('lost');
    await server.restart();
    await until(() => {
      publish('after');
      return seen.includes('after');
    });
    stop.abort();
    await watching;
    assert.ok(!seen.includes('lost'));
  });
});
