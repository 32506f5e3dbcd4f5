import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import { newWorkerName } from '../../src/lab/runs/working.ts';
import { begin, call, servicesOn } from '../support/command-line.ts';

test('a run is being worked on exactly while a process holds a lease on it', async (context) => {
  const broker = createMemoryBroker();
  await begin(broker, 'held');
  await begin(broker, 'dead');
  const worker = await newWorkerName();
  const lease = await broker.leases.hold({ run: 'held', worker });
  const deleted: string[] = [];
  const keeper = {
    deleteRun: async (run: string) => deleted.push(run) > 0,
    restoreRun: async () => {},
    deleteBlob: async () => true,
    close: async () => {},
  };
  const folder = await mkdtemp(join(tmpdir(), 'leases-'));
  context.after(() => rm(folder, { recursive: true }));
  for (const name of ['held', 'dead']) await mkdir(join(folder, name));
  const services = servicesOn(broker, folder, {
    openKeeper: async () => keeper,
    // The time at which `begin` recorded; a recent event alone is no sign of life.
    clock: { now: () => '2026-01-31T00:00:01.000Z', sleep: async () => {} },
  });
  const run = async (line: string) => (await call(context, services, line)).output;
  assert.match(await run('runs'), /held .* running/);
  assert.match(await run('runs'), /dead .* interrupted/);
  assert.match(await run('show held'), /^held: running/);
  assert.match(await run('show dead'), /^dead: interrupted/);
  assert.match(await run('delete held --yes'), new RegExp(`${worker} is working on held.*delete\\.busy`));
  assert.match(await run('delete dead --yes'), /deleted run dead/);
  assert.match(await run('gc'), new RegExp(`${worker} is working on held.*gc\\.busy`));
  await lease.release();
  assert.match(await run('show held'), /^held: interrupted/);
  assert.match(await run('delete held --yes --with-results'), /deleted run held[\s\S]*deleted .*held/);
  assert.deepEqual([deleted, await readdir(folder)], [['dead', 'held'], ['dead']]);
});

test('two processes have two names, each one token of a subject', async () => {
  const names = await Promise.all([newWorkerName(), newWorkerName()]);
  assert.notEqual(names[0], names[1]);
  for (const name of names) assert.match(name, /^[a-z0-9-]{1,64}$/);
});
