import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Event } from '../../src/events/envelope.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { collect, eventOf, newRun, take } from '../support/broker-data.ts';

export const logContract = (broker: () => Broker): void => {
  test('an event is appended once, for ever', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    const event = eventOf(run, 'run.thinker.1');
    assert.equal(await log.append(event), 'appended');
    assert.equal(await log.append({ ...event, data: 'another content' }), 'present');
    assert.equal(await log.lastSequence(), 1);
    const recorded = await log.get('run.thinker.1');
    assert.deepEqual(recorded?.event, event);
    assert.equal(Buffer.from(recorded?.bytes ?? []).toString(), JSON.stringify(event));
    assert.match(recorded?.subject ?? '', new RegExp(`\\.run\\.${run}\\.run\\.thinker\\.1$`));
    assert.equal(await log.get('run.thinker.2'), undefined);
  });

  test('of many who append the same event at once, one does', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    const answers = await Promise.all(Array.from({ length: 20 }, () => log.append(eventOf(run, 'run.thinker.1'))));
    assert.equal(answers.filter((answer) => answer === 'appended').length, 1);
    assert.equal(await log.lastSequence(), 1);
  });

  test('appendAt holds only at the expected head', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    assert.equal(await log.appendAt(eventOf(run, 'run.a.1'), 3), 'moved');
    assert.equal(await log.appendAt(eventOf(run, 'run.a.1'), 0), 'appended');
    assert.equal(await log.appendAt(eventOf(run, 'run.a.2'), 0), 'moved');
    assert.equal(await log.appendAt(eventOf(run, 'run.a.1'), 0), 'present');
    assert.equal(await log.appendAt(eventOf(run, 'run.a.1'), 1), 'present');
    assert.equal(await log.appendAt(eventOf(run, 'run.a.2'), 1), 'appended');
    assert.equal(await log.lastSequence(), 2);
  });

  test('what is restored is stored byte for byte, at its own position', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    await log.append(eventOf(run, 'run.a.1'));
    const namespace = (await log.get('run.a.1'))?.subject.split('.')[0];
    const event = eventOf(run, 'run.a.2');
    const bytes = Buffer.from(`${JSON.stringify(event, null, 1)} `);
    const recorded = { sequence: 2, subject: `${namespace}.run.${run}.run.a.2`, event, bytes };
    assert.equal(await log.restore({ ...recorded, sequence: 3 }), 'moved');
    assert.equal(await log.restore(recorded), 'appended');
    assert.equal(await log.restore(recorded), 'present');
    const [, stored] = await collect(log.readStored());
    assert.deepEqual([stored?.sequence, stored?.subject], [2, recorded.subject]);
    assert.ok(bytes.equals(stored?.bytes ?? Buffer.alloc(0)));
    assert.deepEqual((await collect(log.read()))[1]?.event, event);
  });

  test('what was stored under another subject is not restored', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    const event = eventOf(run, 'run.a.1');
    const recorded = {
      sequence: 1,
      subject: 'lab.run.other.run.a.1',
      event,
      bytes: Buffer.from(JSON.stringify(event)),
    };
    await assert.rejects(async () => log.restore(recorded), { code: 'log.other_subject' });
    assert.equal(await log.lastSequence(), 0);
  });

  test('read gives all up to the head, in order', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    assert.deepEqual(await collect(log.read()), []);
    const ids = Array.from({ length: 250 }, (_, index) => `run.thinker.${index}`);
    for (const id of ids) await log.append(eventOf(run, id));
    const records = await collect(log.read());
    assert.deepEqual(
      records.map(({ sequence, event }) => [sequence, event.id]),
      ids.map((id, index) => [index + 1, id]),
    );
  });

  test('read ends at the head that there was, whatever is appended meanwhile', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    for (const k of [1, 2, 3]) await log.append(eventOf(run, `run.a.${k}`));
    const seen: number[] = [];
    for await (const { sequence } of log.read()) {
      seen.push(sequence);
      await log.append(eventOf(run, `run.a.${3 + sequence}`));
    }
    assert.deepEqual(seen, [1, 2, 3]);
    assert.equal(await log.lastSequence(), 6);
  });

  test('a text that an earlier event holds is stored once, and read by all', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    const text = 'a long text '.repeat(1_000);
    const events = [1, 2, 3].map((k) => eventOf(run, `run.a.${k}`, { text, k }));
    const stop = new AbortController();
    let next = 0;
    await log.append(events[next++] as Event);
    for await (const { event } of log.follow(1, stop.signal)) {
      assert.deepEqual(event, events[next - 1]);
      if (next === 3) stop.abort();
      else await log.append(events[next++] as Event);
    }
    const sizes = (await collect(log.readStored())).map(({ bytes }) => bytes.length > text.length);
    assert.deepEqual(sizes, [true, false, false]);
    const open = () => broker().logs.open(run);
    assert.deepEqual(
      (await collect((await open()).read())).map(({ event }) => event),
      events,
    );
    assert.deepEqual((await (await open()).get('run.a.3'))?.event, events[2]);
    const later = await take((await open()).follow(2, AbortSignal.timeout(20_000)), 2);
    assert.deepEqual(
      later.map(({ event }) => event),
      events.slice(1),
    );
  });

  test('bytes that are not an event are reported as damage, and are available to verify', async () => {
    for (const text of ['no JSON', 'null', '[]', '{"id": 7}']) {
      const run = newRun();
      const log = await broker().logs.create(run);
      await log.append(eventOf(run, 'run.a.1'));
      const first = await log.get('run.a.1');
      const subject = first?.subject.replace(/1$/, '2') ?? '';
      const bytes = Buffer.from(text);
      await log.restore({ sequence: 2, subject, event: eventOf(run, 'run.a.2'), bytes });
      await assert.rejects(collect(log.read()), { code: 'log.corrupt' });
      await assert.rejects(log.get('run.a.2'), { code: 'log.corrupt' });
      await assert.rejects(collect(log.follow(1, AbortSignal.timeout(20_000))), { code: 'log.corrupt' });
      const stored = await collect(log.readStored());
      assert.deepEqual(
        stored.map((each) => Buffer.from(each.bytes).toString()),
        [Buffer.from(first?.bytes ?? []).toString(), text],
      );
    }
  });

  test('follow starts in the middle, goes on live and ends with the signal', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    for (const k of [1, 2, 3]) await log.append(eventOf(run, `run.a.${k}`));
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const { sequence } of log.follow(2, stop.signal)) {
        seen.push(sequence);
        if (sequence === 3) await log.append(eventOf(run, 'run.a.4'));
        if (sequence === 4) setTimeout(() => stop.abort(), 20);
      }
    })();
    await following;
    assert.deepEqual(seen, [2, 3, 4]);
  });

  test('two followers see the same order', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    const other = await broker().logs.open(run);
    const signal = AbortSignal.timeout(20_000);
    const following = [log, other].map((each) => take(each.follow(1, signal), 30));
    await Promise.all(Array.from({ length: 30 }, (_, k) => log.append(eventOf(run, `run.a.${k}`))));
    const [first, second] = await Promise.all(following);
    assert.deepEqual(first, second);
  });

  test('ids that are no subjects are refused', async () => {
    const run = newRun();
    const log = await broker().logs.create(run);
    for (const id of ['', 'run.*', 'run.>', 'a b', 'run..1', 'Run.1']) {
      await assert.rejects(async () => log.append(eventOf(run, id)), { code: 'id.malformed' });
      await assert.rejects(async () => log.get(id), { code: 'id.malformed' });
    }
    await assert.rejects(async () => broker().logs.create('a run'), { code: 'id.malformed' });
    await assert.rejects(async () => broker().logs.create('a.b'), { code: 'id.malformed' });
  });

  test('runs are created once, listed and opened', async () => {
    const [run, absent] = [newRun(), newRun()];
    const created = await Promise.allSettled([1, 2, 3].map(() => broker().logs.create(run)));
    assert.equal(created.filter(({ status }) => status === 'fulfilled').length, 1);
    await assert.rejects(broker().logs.create(run), { code: 'run.exists' });
    await assert.rejects(broker().logs.open(absent), { code: 'run.unknown' });
    assert.equal((await broker().logs.open(run)).run, run);
    const listed = await broker().logs.list();
    assert.ok(listed.includes(run) && !listed.includes(absent));
  });
};
