import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { headInState } from '../../../src/adapters/broker/nats/embedded/heads.ts';
import { openEmbedded, openEmbeddedKeeper } from '../../../src/adapters/broker/nats/open-embedded.ts';
import type { Broker } from '../../../src/ports/broker.ts';
import type { Keeper } from '../../../src/ports/keeper.ts';
import { collect, eventOf } from '../../support/broker-data.ts';
import { binary, isAlive, openTestHome, until } from '../../support/embedded-home.ts';

const events = 5;
const kept = randomBytes(700_000);
const options = { timeout: 120_000 };

type Damaged = { readonly broker: Broker; readonly keeper: Keeper; readonly blob: string };

/** Three runs of five events and a blob, on a server that was stopped, damaged and restarted. */
const openDamaged = async (context: TestContext, damage: (streams: string) => void): Promise<Damaged> => {
  const home = openTestHome(context);
  const embedded = { home: home.path, binary, idleMs: 200, timeoutMs: 60_000 };
  const before = await openEmbedded(embedded);
  for (const run of ['one', 'two', 'three']) {
    const log = await before.logs.create(run);
    for (let k = 1; k <= events; k += 1) await log.append(eventOf(run, `run.a.${k}`));
  }
  const blob = await before.blobs.put(kept);
  const { guardianPid } = home.record();
  await before.close();
  await until(() => !isAlive(guardianPid), 20_000);
  damage(join(home.path, 'nats', 'jetstream', 'LAB', 'streams'));
  const broker = await openEmbedded(embedded);
  const keeper = await openEmbeddedKeeper(embedded);
  context.after(async () => {
    await keeper.close();
    await broker.close();
  });
  return { broker, keeper, blob };
};

const flip = (file: string, at: number): void => {
  const bytes = readFileSync(file);
  const place = at < 0 ? bytes.length + at : at;
  bytes[place] = (bytes[place] as number) ^ 1;
  writeFileSync(file, bytes);
};

const block = (streams: string, stream: string): string => join(streams, stream, 'msgs', '1.blk');

/** Start of a record, whose first field is its length without the highest bit. */
const recordAt = (file: string, number: number): number => {
  const bytes = readFileSync(file);
  let at = 0;
  for (let k = 1; k < number; k += 1) at += bytes.readUInt32LE(at) & 0x7fffffff;
  return at;
};

const assertOthersWork = async (broker: Broker): Promise<void> => {
  assert.deepEqual(await broker.logs.list(), ['one', 'three', 'two']);
  for (const run of ['one', 'three'])
    assert.equal((await collect((await broker.logs.open(run)).read())).length, events, run);
  assert.equal(await (await broker.logs.open('one')).append(eventOf('one', 'run.a.6')), 'appended');
};

const damages: Readonly<Record<string, (file: string) => void>> = {
  'the last message is lost': (file) => truncateSync(file, statSync(file).size - 10),
  'a bit of the last message is flipped': (file) => flip(file, -30),
  'a bit in the middle is flipped': (file) => flip(file, recordAt(file, 3) + 60),
  'the length of a record is flipped, so that the server cuts off what follows': (file) =>
    flip(file, recordAt(file, 3)),
  'the whole file is empty': (file) => truncateSync(file, 0),
};

for (const [title, damage] of Object.entries(damages)) {
  test(`${title}: every read of that log ends with the code, and the others work`, options, async (context) => {
    const { broker } = await openDamaged(context, (streams) => damage(block(streams, 'lab-run-two')));
    const log = await broker.logs.open('two');
    const lost = { code: 'log.corrupt', message: /event \d of run two is lost; 5 events were recorded/ };
    await assert.rejects(collect(log.read()), lost);
    await assert.rejects(collect(log.readStored()), lost);
    await assert.rejects(collect(log.follow(1, new AbortController().signal)), lost);
    await assertOthersWork(broker);
  });
}

test('nothing is appended at the position of a lost event', options, async (context) => {
  const { broker } = await openDamaged(context, (streams) =>
    damages['the last message is lost']?.(block(streams, 'lab-run-two')),
  );
  const log = await broker.logs.open('two');
  await assert.rejects(log.append(eventOf('two', 'run.a.6')), { code: 'log.corrupt' });
  await assert.rejects(log.appendAt(eventOf('two', 'run.a.6'), 5), { code: 'log.corrupt' });
});

for (const file of ['meta.inf', 'meta.sum'])
  test(`a log whose ${file} is missing is listed, reported, and given back`, options, async (context) => {
    const { broker, keeper } = await openDamaged(context, (streams) => rmSync(join(streams, 'lab-run-two', file)));
    await assertOthersWork(broker);
    await assert.rejects(broker.logs.open('two'), { code: 'log.not_restored' });
    await assert.rejects(broker.logs.create('two'), { code: 'run.exists' });
    await keeper.restoreRun('two');
    assert.equal((await collect((await broker.logs.open('two')).read())).length, events);
  });

test('a log whose folder is missing is reported until it is deleted', options, async (context) => {
  const { broker, keeper } = await openDamaged(context, (streams) =>
    rmSync(join(streams, 'lab-run-two'), { recursive: true }),
  );
  await assertOthersWork(broker);
  await assert.rejects(broker.logs.open('two'), { code: 'log.not_restored' });
  assert.equal(await keeper.deleteRun('two'), true);
  assert.equal(await keeper.deleteRun('two'), false);
  assert.deepEqual(await broker.logs.list(), ['one', 'three']);
  await assert.rejects(broker.logs.open('two'), { code: 'run.unknown' });
  await (await broker.logs.create('two')).append(eventOf('two', 'run.a.1'));
  assert.equal((await collect((await broker.logs.open('two')).read())).length, 1);
});

test(
  'a flipped bit in a blob is reported, and the blob can be stored again once it is deleted',
  options,
  async (context) => {
    const { broker, keeper, blob } = await openDamaged(context, (streams) =>
      flip(block(streams, 'OBJ_lab-blobs'), 600_000),
    );
    await assert.rejects(broker.blobs.get(blob), { code: 'blob.corrupt' });
    await keeper.deleteBlob(blob);
    assert.equal(await broker.blobs.put(kept), blob);
    assert.ok(kept.equals(await broker.blobs.get(blob)));
  },
);

test('blobs whose stream lost its metadata are there again', options, async (context) => {
  const { broker, blob } = await openDamaged(context, (streams) => rmSync(join(streams, 'OBJ_lab-blobs', 'meta.inf')));
  assert.ok(kept.equals(await broker.blobs.get(blob)));
});

test("the server's own state of a stream tells its head, and nothing when its numbers do not agree", () => {
  const state = (messages: number, first: number, last: number): Uint8Array =>
    Uint8Array.of(11, 4, messages, 0xba, 0xee, 0x0f, first, 0xf8, 0xe3, 0x01, last, 0x00);
  assert.equal(headInState(state(70, 1, 70)), 70);
  assert.equal(headInState(Uint8Array.of(11, 4, 0xec, 0x01, 9, 1, 0x80, 0x01, 0xec, 0x01)), 236);
  for (const odd of [
    state(69, 1, 70),
    state(70, 2, 70),
    state(70, 1, 70).slice(0, 8),
    Uint8Array.of(),
    state(70, 1, 70).fill(12, 0, 1),
  ])
    assert.equal(headInState(odd), undefined);
});
