import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import type { Broker } from '../../src/ports/broker.ts';

export const blobsContract = (broker: () => Broker): void => {
  test('a blob is named by its content and comes back as it was', async () => {
    for (const sizeBytes of [0, 1, 512 * 1024, 3_000_000]) {
      const bytes = randomBytes(sizeBytes);
      const name = await broker().blobs.put(bytes);
      assert.equal(name, createHash('sha256').update(bytes).digest('hex'));
      assert.equal(await broker().blobs.put(bytes), name);
      assert.equal(await broker().blobs.has(name), true);
      assert.ok(Buffer.from(await broker().blobs.get(name)).equals(bytes));
    }
  });

  test('many may put and get the same blob at once', async () => {
    const bytes = randomBytes(700_000);
    const names = await Promise.all(Array.from({ length: 8 }, () => broker().blobs.put(bytes)));
    assert.equal(new Set(names).size, 1);
    const found = await Promise.all(names.map((name) => broker().blobs.get(name)));
    assert.ok(found.every((each) => Buffer.from(each).equals(bytes)));
  });

  test('blobs are listed with their sizes', async () => {
    const sizes = [0, 5, 1_300_000];
    const names = await Promise.all(sizes.map((sizeBytes) => broker().blobs.put(randomBytes(sizeBytes))));
    const absent = createHash('sha256').update(randomBytes(8)).digest('hex');
    const found = await broker().blobs.sizes([...names, absent]);
    assert.deepEqual([...found].sort(), names.map((name, index) => [name, sizes[index]]).sort());
    const listed = new Map<string, number>();
    for await (const { name, sizeBytes } of broker().blobs.list()) listed.set(name, sizeBytes);
    assert.deepEqual(
      names.map((name) => listed.get(name)),
      sizes,
    );
    assert.ok(!listed.has(absent));
  });

  test('an absent blob is reported as missing', async () => {
    const absent = createHash('sha256').update(randomBytes(8)).digest('hex');
    assert.equal(await broker().blobs.has(absent), false);
    await assert.rejects(broker().blobs.get(absent), { code: 'blob.missing' });
  });
};
