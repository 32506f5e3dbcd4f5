import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectNats } from '../../../src/adapters/broker/nats/broker.ts';
import { startTestServer } from '../../support/nats-server.ts';

test('the lease of a process that ended without a word ends by itself', { timeout: 60_000 }, async (context) => {
  const server = await startTestServer();
  context.after(() => server.stop());
  const options = { ...server, leaseLifeMs: 1_000, onError: () => {} };
  const [dying, watching] = [await connectNats(options), await connectNats(options)];
  context.after(() => watching.close());
  await dying.leases.hold({ run: 'one', worker: 'host-boot-1-a' });
  assert.deepEqual(await watching.leases.list(), [{ run: 'one', worker: 'host-boot-1-a' }]);
  await dying.close();
  let held = 1;
  while (held > 0) held = (await watching.leases.list()).length;
});

/** The server syncs no leases to disk, so that a kill can lose one: its holder renews it. */
test('a lease is there again soon after its server was killed', { timeout: 60_000 }, async (context) => {
  const server = await startTestServer();
  context.after(() => server.stop());
  const broker = await connectNats({ ...server, onError: () => {} });
  context.after(() => broker.close());
  await broker.leases.hold({ run: 'one', worker: 'host-boot-1-a' });
  await server.kill();
  await server.restart();
  let held = 0;
  while (held < 1) held = (await broker.leases.list()).length;
});
