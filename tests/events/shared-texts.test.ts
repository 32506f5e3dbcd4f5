import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sha256 } from '../../src/actors/canonical.ts';
import type { Event } from '../../src/events/envelope.ts';
import { SharedTexts } from '../../src/events/shared-texts.ts';
import { eventOf } from '../support/broker-data.ts';

const long = (text: string): string => text.repeat(Math.ceil(600 / text.length));
const stored = (event: Event): Event => JSON.parse(JSON.stringify(event));

/** Stores each event with the texts of those before it, as JSON, and reads them back from the beginning. */
const throughLog = (...data: readonly unknown[]) => {
  const [writer, reader] = [new SharedTexts(sha256), new SharedTexts(sha256)];
  const events = data.map((each, index) => eventOf('here', `run.a.${index + 1}`, each));
  const kept = events.map((event) => {
    const shared = stored(writer.share(event));
    writer.whole(shared);
    return shared;
  });
  return { events, kept, read: kept.map((event) => reader.whole(event)) };
};

test('a long text is stored once, wherever it is repeated, and read everywhere', () => {
  const [code, plot] = [long('α = 1\n'), long('plot()\n')];
  const { events, kept, read } = throughLog(
    { text: code },
    { workspace: { 'experiment.py': { text: code }, 'plot.py': { text: plot } } },
    [[plot, code], { notes: 'short', count: 3, none: null }, code],
  );
  assert.deepEqual(read, events);
  assert.deepEqual(
    [code, plot].map((text) => kept.filter(({ data }) => JSON.stringify(data).includes(JSON.stringify(text))).length),
    [1, 1],
  );
});

test('an event that repeats nothing is stored as it is', () => {
  const { events, kept } = throughLog({ text: long('a') }, { text: long('b'), other: 'short' }, { other: 'short' });
  assert.deepEqual(kept, events);
});

test('data that looks like a reference is data', () => {
  const text = long('secret ');
  const reference = throughLog(text, text).kept[1]?.data as object;
  assert.equal(Object.keys(reference).join(), '$text');
  const { events, read, kept } = throughLog(text, { forged: reference }, { forged: reference, text }, [
    { $text: 'x' },
    { $text: 5 },
  ]);
  assert.deepEqual(read, events);
  assert.deepEqual(kept[2], events[2]);
});

test('a text that is no valid Unicode is not taken for another', () => {
  const [cut, other] = [long('\ud800 cut '), long('\ufffd cut ')];
  const { events, read } = throughLog(cut, other, cut, other);
  assert.deepEqual(read, events);
});

test('a reference to a text that no earlier event has is damage', () => {
  const { kept } = throughLog({ text: long('a') }, { text: long('a') });
  const texts = new SharedTexts(sha256);
  const second = kept[1] as Event;
  assert.equal(texts.has(second), false);
  assert.throws(() => texts.whole(second), { code: 'log.corrupt', message: /run\.a\.2/ });
  texts.whole(kept[0] as Event);
  assert.equal(texts.has(second), true);
});
