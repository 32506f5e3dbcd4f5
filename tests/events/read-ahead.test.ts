import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAhead } from '../../src/events/read-ahead.ts';
import { collect } from '../support/broker-data.ts';

const megabyte = 1024 ** 2;

/** Reads that end in the opposite order, and how many were under way at most, with their bytes. */
const reads = (sizes: readonly number[]) => {
  const most = { count: 0, bytes: 0 };
  const now = { count: 0, bytes: 0 };
  const all = sizes.map((sizeBytes, index) => ({
    sizeBytes,
    read: async () => {
      now.count += 1;
      now.bytes += sizeBytes;
      most.count = Math.max(most.count, now.count);
      most.bytes = Math.max(most.bytes, now.bytes);
      await new Promise((resolve) => setTimeout(resolve, sizes.length - index));
      now.count -= 1;
      now.bytes -= sizeBytes;
      return Uint8Array.of(index);
    },
  }));
  return { all, most };
};

test('everything is read, in order, several at once', async () => {
  const { all, most } = reads(Array.from({ length: 40 }, () => 1));
  const read = await collect(readAhead(all));
  assert.deepEqual(
    read.map(([index]) => index),
    Array.from({ length: 40 }, (_, index) => index),
  );
  assert.ok(most.count > 1 && most.count <= 16, `${most.count} at once`);
});

test('large ones are not read together, and one that is too large is read alone', async () => {
  const { all, most } = reads([20, 20, 50, 1, 20].map((size) => size * megabyte));
  assert.equal((await collect(readAhead(all))).length, 5);
  assert.ok(most.bytes <= 50 * megabyte, `${most.bytes} bytes at once`);
});

test('a failure is thrown in its turn', async () => {
  const { all } = reads([1, 1]);
  const failing = { sizeBytes: 1, read: async () => Promise.reject(new Error('gone')) };
  const ahead = readAhead([...all, failing]);
  await ahead.next();
  await ahead.next();
  await assert.rejects(ahead.next(), /gone/);
  assert.deepEqual(await collect(readAhead([])), []);
});
