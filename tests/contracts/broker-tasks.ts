import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '../../src/ports/broker.ts';
import { newRun, taskOf, until } from '../support/broker-data.ts';

export const tasksContract = (broker: () => Broker): void => {
  test('a task waits once, is delivered as published and is gone when acknowledged', async () => {
    const [run, kind] = [newRun(), newRun()];
    const task = taskOf(run, 'run.thinker.1', kind);
    assert.equal(await broker().tasks.publish(task), 'published');
    assert.equal(await broker().tasks.publish(task), 'present');
    const seen: unknown[] = [];
    const stop = new AbortController();
    const consuming = broker().tasks.consume({ run, kind }, 2, stop.signal, async (delivery) => {
      seen.push(delivery.task);
      assert.equal(await broker().tasks.publish(task), 'present');
      delivery.working();
      await delivery.acknowledge();
      await delivery.acknowledge();
    });
    await until(() => seen.length > 0);
    await sleep(100);
    assert.deepEqual(seen, [task]);
    assert.equal(await broker().tasks.publish(task), 'published');
    await until(() => seen.length === 2);
    stop.abort();
    await consuming;
  });

  test('kinds do not mix, and concurrency is bounded', async () => {
    const [run, kind, otherKind] = [newRun(), newRun(), newRun()];
    await broker().tasks.publish(taskOf(run, 'run.x.99', otherKind));
    for (let k = 0; k < 12; k++) await broker().tasks.publish(taskOf(run, `run.x.${k}`, kind));
    const stop = new AbortController();
    const seen: string[] = [];
    let [running, most] = [0, 0];
    const consuming = broker().tasks.consume({ run, kind }, 3, stop.signal, async (delivery) => {
      most = Math.max(most, ++running);
      await sleep(30);
      running -= 1;
      seen.push(delivery.task.id);
      await delivery.acknowledge();
    });
    await until(() => seen.length === 12);
    stop.abort();
    await consuming;
    assert.equal(most, 3);
    assert.equal(new Set(seen).size, 12);
    assert.ok(!seen.includes('run.x.99'));
  });

  test('a released task comes again, after its delay', async () => {
    const [run, kind] = [newRun(), newRun()];
    await broker().tasks.publish(taskOf(run, 'run.x.1', kind));
    const stop = new AbortController();
    const times: number[] = [];
    const consuming = broker().tasks.consume({ run, kind }, 1, stop.signal, async (delivery) => {
      times.push(performance.now());
      if (times.length === 1) return delivery.release(300);
      await delivery.acknowledge();
      stop.abort();
    });
    await consuming;
    assert.equal(times.length, 2);
    assert.ok(times[1]! - times[0]! >= 290);
  });

  test('a handler that throws does not end the consumer, and its task comes again', async () => {
    const [run, kind] = [newRun(), newRun()];
    await broker().tasks.publish(taskOf(run, 'run.x.1', kind));
    await broker().tasks.publish(taskOf(run, 'run.x.2', kind));
    const stop = new AbortController();
    const seen: string[] = [];
    await broker().tasks.consume({ run, kind }, 1, stop.signal, async (delivery) => {
      seen.push(delivery.task.id);
      if (seen.length === 1) throw new Error('as the test wants');
      await delivery.acknowledge();
      if (seen.length === 3) stop.abort();
    });
    assert.deepEqual(seen.toSorted(), ['run.x.1', 'run.x.1', 'run.x.2']);
  });

  test('several consumers share a kind, each task goes to one', async () => {
    const [run, kind] = [newRun(), newRun()];
    const stop = new AbortController();
    const seen: string[] = [];
    const consuming = [1, 2, 3].map(() =>
      broker().tasks.consume({ run, kind }, 2, stop.signal, async (delivery) => {
        await sleep(5);
        await delivery.acknowledge();
        seen.push(delivery.task.id);
      }),
    );
    await Promise.all(Array.from({ length: 40 }, (_, k) => broker().tasks.publish(taskOf(run, `run.x.${k}`, kind))));
    await until(() => seen.length >= 40);
    stop.abort();
    await Promise.all(consuming);
    assert.equal(seen.length, 40);
    assert.equal(new Set(seen).size, 40);
  });

  test('what waits for a run can be cleared', async () => {
    const [run, otherRun, kind] = [newRun(), newRun(), newRun()];
    for (const each of [run, otherRun]) await broker().tasks.publish(taskOf(each, 'run.x.1', kind));
    await broker().tasks.clear(run);
    const stop = new AbortController();
    const seen: string[] = [];
    const consuming = [run, otherRun].map((each) =>
      broker().tasks.consume({ run: each, kind }, 5, stop.signal, async (delivery) => {
        seen.push(delivery.task.run);
        await delivery.acknowledge();
        setTimeout(() => stop.abort(), 100);
      }),
    );
    await Promise.all(consuming);
    assert.deepEqual(seen, [otherRun]);
  });
};
