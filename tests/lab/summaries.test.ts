import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashOf, sha256 } from '../../src/actors/canonical.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import type { Event } from '../../src/events/envelope.ts';
import { atPresent } from '../../src/lab/runs/present.ts';
import { projection, summarise } from '../../src/lab/runs/summaries.ts';
import { summaryOf } from '../../src/lab/runs/summary.ts';
import type { Broker } from '../../src/ports/broker.ts';
import { brokerWith, put } from '../support/command-line.ts';
import { corpusFolder, readCorpus } from '../support/corpus.ts';
import { developed } from '../support/story.ts';

/** A broker that counts how often each run's log is opened. */
const counted = (broker: Broker) => {
  let count = 0;
  const open = broker.logs.open.bind(broker.logs);
  broker.logs.open = (run) => {
    count += 1;
    return open(run);
  };
  return { broker, opened: () => count };
};

const two = async () => counted(await brokerWith('alpha', 'beta'));

const keptOf = async (broker: Broker, run: string): Promise<Record<string, any>> =>
  JSON.parse(
    Buffer.from((await broker.summaries.get(run)) ?? [])
      .toString()
      .slice(65),
  );

const keep = async (broker: Broker, run: string, value: unknown, hash?: string): Promise<void> => {
  const text = JSON.stringify(value);
  await broker.summaries.put(run, Buffer.from(`${hash ?? sha256(text)} ${text}`));
};

test('a log is read once, and again when it has grown', async () => {
  const { broker, opened } = await two();
  const first = await summarise(broker);
  assert.equal(opened(), 2);
  assert.deepEqual(await summarise(broker), first);
  assert.equal(opened(), 2);
  const log = await broker.logs.open('beta');
  const last = developed().events.at(-1) as Event;
  await log.append({ ...last, id: 'human.1', type: 'comment.written', run: 'beta', data: { text: 'more' } });
  const before = opened();
  const { runs } = await summarise(broker);
  assert.equal(opened(), before + 1);
  const events = (list: typeof runs, run: string) => list.find((one) => one.run === run)?.summary.events ?? 0;
  assert.equal(events(runs, 'beta'), events(first.runs, 'beta') + 1);
});

test('a bucket full of garbage changes no result', async () => {
  const { broker } = await two();
  const right = await summarise(broker);
  const alpha = await keptOf(broker, 'alpha');
  const lie = { ...alpha, summary: { ...alpha.summary, template: 'lie' } };
  const rubbish: readonly (() => Promise<void>)[] = [
    () => broker.summaries.put('alpha', new Uint8Array()),
    () => broker.summaries.put('alpha', Buffer.from('rubbish')),
    () => broker.summaries.put('alpha', Buffer.alloc(1000, 0xff)),
    () => broker.summaries.put('gone', Buffer.from('rubbish')),
    () => keep(broker, 'alpha', null),
    () => keep(broker, 'alpha', lie, sha256('another text')),
    () => keep(broker, 'alpha', { ...lie, lastSequence: alpha.lastSequence - 1 }),
    () => keep(broker, 'alpha', { ...lie, lastSequence: alpha.lastSequence + 1 }),
    () => keep(broker, 'alpha', { ...lie, created: '2020-01-01T00:00:00Z' }),
    () => keep(broker, 'alpha', { ...lie, projection: projection - 1 }),
    () => keep(broker, 'alpha', { ...lie, run: 'beta' }),
  ];
  for (const put of rubbish) {
    await put();
    assert.deepEqual(await summarise(broker), right, String(put));
    assert.deepEqual(await keptOf(broker, 'alpha'), alpha, 'and it is made good');
  }
});

test('a failing bucket changes no result', async () => {
  const { broker } = await two();
  const right = await summarise(broker);
  const lost: Broker = { ...broker, summaries: createMemoryBroker().summaries };
  assert.deepEqual(await summarise(lost), right);
});

test('a log that lacks events is read, whatever its summary', async () => {
  const { broker } = await two();
  await summarise(broker);
  const states = await broker.logs.states();
  broker.logs.states = async () => states.map((state) => ({ ...state, isWhole: state.run !== 'beta' }));
  const open = broker.logs.open.bind(broker.logs);
  broker.logs.open = (run) => (run === 'beta' ? Promise.reject(new Error('it is broken')) : open(run));
  const { runs, unreadable } = await summarise(broker);
  assert.deepEqual(
    runs.map(({ run }) => run),
    ['alpha'],
  );
  assert.deepEqual(unreadable, [{ run: 'beta', reason: 'it is broken [program.fault]' }]);
});

test('a run does not use the summary of an earlier run with its name', async () => {
  const [old, young] = [await brokerWith('alpha'), createMemoryBroker()];
  await summarise(old);
  const [first, ...rest] = developed().events;
  await put(young, 'alpha', [{ ...first, data: { ...(first?.data as object) } } as Event, ...rest]);
  const states = await young.logs.states();
  young.logs.states = async () => states.map((state) => ({ ...state, created: 'later' }));
  const { opened } = counted(young);
  await young.summaries.put('alpha', (await old.summaries.get('alpha')) as Uint8Array);
  await summarise(young);
  assert.equal(opened(), 1);
});

test('a changed projection has a new number, so that old summaries are not used', async () => {
  const summaries = (await readCorpus(corpusFolder)).map(({ log }) => {
    const events = log.map(({ event }) => atPresent(event)) as [Event, ...Event[]];
    return summaryOf(events);
  });
  assert.deepEqual(
    { projection, of: hashOf(summaries).slice(0, 16) },
    { projection: 4, of: 'e367de8a8c505d6c' },
    'raise `projection` in src/lab/runs/summaries.ts and write both here, unless only the corpus is another',
  );
});
