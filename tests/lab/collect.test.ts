import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collecting, holdForStoring } from '../../src/actors/storing.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import type { Event } from '../../src/events/envelope.ts';
import { collect } from '../../src/lab/keep/collect.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { eventOf } from '../support/broker-data.ts';
import { put, servicesOn } from '../support/command-line.ts';

const worker = 'host-boot-1-a';

const opened = async () => {
  const broker = createMemoryBroker();
  const deleted: string[] = [];
  const keeper = {
    deleteRun: async () => false,
    restoreRun: async () => {},
    deleteBlob: async (name: string) => deleted.push(name) > 0,
    close: async () => {},
  };
  const services = servicesOn(broker, '/nowhere', { openKeeper: async () => keeper });
  const store = (text: string): Promise<string> => broker.blobs.put(Buffer.from(text));
  return { broker, services, deleted, store };
};

const naming = (broker: Broker, run: string, blob: string): Promise<void> =>
  put(broker, run, [eventOf(run, 'run.a.1', { blob }) as Event]);

test('blobs that no run needs are deleted, and those that a run needs are kept', async () => {
  const { broker, services, deleted, store } = await opened();
  const [needed, left] = [await store('needed'), await store('left over')];
  await naming(broker, 'here', needed);
  assert.deepEqual(await collect(services), { blobs: 1, sizeBytes: 9, kept: { blobs: 1, sizeBytes: 6 } });
  assert.deepEqual(deleted, [left]);
  assert.deepEqual(await broker.leases.list(), []);
});

test('nothing is deleted while a process works on a run, or if a run cannot be read', async () => {
  const { broker, services, deleted, store } = await opened();
  await store('left over');
  const lease = await broker.leases.hold({ run: 'here', worker });
  await assert.rejects(collect(services), { code: 'gc.busy', message: /host-boot-1-a is working on here/ });
  await lease.release();
  const log = await broker.logs.create('broken');
  const open = broker.logs.open.bind(broker.logs);
  broker.logs.open = async (run) => (run === 'broken' ? Promise.reject(new Error('it is broken')) : open(run));
  await assert.rejects(collect(services), {
    code: 'gc.unreadable',
    message: new RegExp(`run ${log.run} cannot be read`),
  });
  assert.deepEqual(deleted, []);
  assert.deepEqual(await broker.leases.list(), []);
});

test('no process starts to store blobs while blobs are deleted', async () => {
  const { broker } = await opened();
  const collector = await broker.leases.hold({ run: collecting, worker });
  await assert.rejects(holdForStoring(broker, { run: 'here', worker: 'host-boot-2-b' }), { code: 'gc.running' });
  assert.deepEqual(await broker.leases.list(), [{ run: collecting, worker }]);
  await collector.release();
  await (await holdForStoring(broker, { run: 'here', worker: 'host-boot-2-b' })).release();
});
