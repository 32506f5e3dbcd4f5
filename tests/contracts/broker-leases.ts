import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Broker } from '../../src/ports/broker.ts';
import { newRun } from '../support/broker-data.ts';

export const leasesContract = (broker: () => Broker): void => {
  const workersOf = async (run: string): Promise<readonly string[]> =>
    (await broker().leases.list())
      .filter((lease) => lease.run === run)
      .map(({ worker }) => worker)
      .sort();

  test('a lease is listed until it is released, whoever else holds one', async () => {
    const [run, otherRun] = [newRun(), newRun()];
    assert.deepEqual(await workersOf(run), []);
    const one = await broker().leases.hold({ run, worker: 'host-boot-1-a' });
    const two = await broker().leases.hold({ run, worker: 'host-boot-2-b' });
    const other = await broker().leases.hold({ run: otherRun, worker: 'host-boot-1-a' });
    assert.deepEqual(await workersOf(run), ['host-boot-1-a', 'host-boot-2-b']);
    await one.release();
    assert.deepEqual(await workersOf(run), ['host-boot-2-b']);
    assert.deepEqual(await workersOf(otherRun), ['host-boot-1-a']);
    await two.release();
    await other.release();
    assert.deepEqual(await workersOf(run), []);
  });

  test('names that are no tokens are refused', async () => {
    for (const worker of ['', '*', 'a b', '>'])
      await assert.rejects(async () => broker().leases.hold({ run: newRun(), worker }), { code: 'id.malformed' });
  });
};
