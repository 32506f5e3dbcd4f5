import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openEmbedded } from '../../../src/adapters/broker/nats/open-embedded.ts';
import { seal } from '../../../src/events/envelope.ts';
import { collect } from '../../support/broker-data.ts';
import { eventually } from '../../support/embedded-home.ts';
import { findServerBinary } from '../../support/nats-server.ts';
import { serverGone } from '../../support/recorded-home.ts';

/** A disk of 80 MB of its own; undefined where this machine lets nobody mount one. */
const smallDisk = async (): Promise<string | undefined> => {
  const folder = await mkdtemp(join(tmpdir(), 'small-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', folder], { stdio: 'ignore' });
    return folder;
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
};

const disk = await smallDisk();

const event = (number: number) => {
  const id = `human.${number}`;
  const draft = { id, type: 'comment.written', version: 1, run: 'full', scope: 'run', role: 'human', causationid: id };
  return seal({ ...draft, data: { text: 'x'.repeat(50_000) } }, '2026-01-01T00:00:00.000Z');
};

test('on a full disk the reason is told at once; with room again the server writes, and no event is lost', {
  skip: disk === undefined && 'no file system can be mounted here',
}, async (context) => {
  const home = join(disk ?? '', 'home');
  const broker = await openEmbedded(
    { home, binary: findServerBinary() ?? '', idleMs: 200, timeoutMs: 60_000 },
    { onError: () => {} },
  );
  context.after(async () => {
    await broker.close();
    await serverGone(home);
    execFileSync('umount', [disk ?? '']);
    await rm(disk ?? '', { recursive: true });
  });
  const log = await broker.logs.create('full');
  await log.append(event(1));
  assert.equal(await broker.trouble(), undefined);
  const filling = join(disk ?? '', 'filling');
  try {
    writeFileSync(filling, Buffer.alloc(100_000_000));
  } catch (error) {
    assert.equal((error as { code?: string }).code, 'ENOSPC');
  }
  assert.equal((await broker.trouble())?.code, 'home.disk_full');
  const appending = eventually(() => log.append(event(2)), 120_000);
  const serverLog = join(home, 'nats', 'server.log');
  await eventually(async () => execFileSync('grep', ['-q', 'failed to store', serverLog]), 60_000);
  rmSync(filling);
  await appending;
  await log.append(event(3));
  await eventually(async () => assert.equal(await broker.trouble(), undefined), 30_000);
  assert.deepEqual(
    (await collect(log.read())).map(({ event: { id } }) => id),
    ['human.1', 'human.2', 'human.3'],
  );
});
