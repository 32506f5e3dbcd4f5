import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '../../src/ports/broker.ts';
import { collect, newRun, take } from '../support/broker-data.ts';

export const liveContract = (broker: () => Broker): void => {
  test('telemetry of a run reaches those who watch it, in order', async () => {
    const [run, otherRun] = [newRun(), newRun()];
    const stop = new AbortController();
    const watching = take(broker().live.watch(run, stop.signal), 3);
    await sleep(50);
    const base = { run, taskId: 'idea-1.coder.3', what: 'delta' } as const;
    broker().live.publish({ ...base, run: otherRun, text: 'elsewhere' });
    for (const text of ['a', 'b', 'c']) broker().live.publish({ ...base, text });
    assert.deepEqual(
      (await watching).map(({ text }) => text),
      ['a', 'b', 'c'],
    );
    stop.abort();
  });

  test('watching ends with the signal, and publishing to nobody is harmless', async () => {
    const run = newRun();
    const stop = new AbortController();
    const watching = collect(broker().live.watch(run, stop.signal));
    stop.abort();
    assert.deepEqual(await watching, []);
    broker().live.publish({ run, taskId: 'run.a.1', what: 'stdout', text: 'nobody hears' });
  });
};
