import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Broker } from '../../src/ports/broker.ts';
import { eventOf, newRun } from '../support/broker-data.ts';

export const summariesContract = (broker: () => Broker): void => {
  test('the last summary of each run is kept', async () => {
    const [run, other] = [newRun(), newRun()];
    assert.equal(await broker().summaries.get(run), undefined);
    await broker().summaries.put(run, Buffer.from('first'));
    await broker().summaries.put(other, Buffer.from('other'));
    await broker().summaries.put(run, Buffer.from('second'));
    const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString();
    assert.equal(text(await broker().summaries.get(run)), 'second');
    const kept = await broker().summaries.list();
    assert.deepEqual([text(kept.get(run)), text(kept.get(other))], ['second', 'other']);
  });

  test('the state of a log tells how long it is', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    const state = async () => (await broker().logs.states()).find((one) => one.run === run);
    const empty = await state();
    assert.deepEqual([empty?.lastSequence, empty?.sizeBytes, empty?.isWhole], [0, 0, true]);
    await log.append(eventOf(run, 'run.a.1'));
    await log.append(eventOf(run, 'run.a.2'));
    const { lastSequence, isWhole, created, sizeBytes = 0 } = (await state()) ?? {};
    assert.deepEqual([lastSequence, isWhole, created], [2, true, empty?.created]);
    assert.ok(sizeBytes > 0);
    const runs = (await broker().logs.states()).map((one) => one.run);
    assert.deepEqual(runs, await broker().logs.list());
  });
};
