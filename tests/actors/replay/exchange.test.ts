import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chainLinks } from '../../../src/actors/bundle/log-lines.ts';
import { hashOf } from '../../../src/actors/canonical.ts';
import { exchangeAt } from '../../../src/actors/replay/exchange.ts';
import { Inputs } from '../../../src/actors/replay/inputs.ts';
import { Timeline } from '../../../src/actors/replay/timeline.ts';
import { problemsOf } from '../../../src/actors/verify/damaged-lines.ts';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import type { Event } from '../../../src/events/envelope.ts';
import { success } from '../../../src/events/outcome.ts';
import type { Recorded } from '../../../src/ports/log.ts';
import { Script, scriptedRoster } from '../../support/scripted-role.ts';

const recordedOf = (events: readonly Event[]): readonly Recorded[] =>
  events.map((event, index) => ({
    sequence: index + 1,
    subject: `lab.run.test.${event.id}`,
    event,
    bytes: Buffer.from(JSON.stringify(event)),
  }));
const taskIn = (script: Script, id: string) => {
  const output = script.fold.outstanding.get(id);
  assert.ok(output?.kind === 'perform');
  return output;
};
const { blobs } = createMemoryBroker();
const exchange = (script: Script, sequence: number) => {
  const timeline = new Timeline(scriptedRoster(), recordedOf(script.events));
  return exchangeAt(timeline, { blobs }, timeline.at(sequence));
};

/** 1 run.started, 2 an order, 3 the result of its task, 4 the event that follows from it. */
const asked = async (value: unknown, isBroken = false): Promise<Script> => {
  const script = new Script().order({ ask: [{ key: 'k', isBroken }] });
  script.record(taskIn(script, 'run.speaker.1'), success(value));
  script.append({
    id: 'a.b',
    type: 'word.said',
    scope: 'run',
    role: 'x',
    causationid: 'run.speaker.1.result',
    data: { text: '' },
  });
  script.append({ id: 'a.c', type: 'word.said', scope: 'run', role: 'x', data: { text: '' } });
  return script;
};

test('an event is about its own task, the one that caused it, or the first that it made an actor ask for', async () => {
  const script = await asked('v');
  for (const sequence of [2, 3, 4]) {
    const found = await exchange(script, sequence);
    assert.deepEqual(
      [found?.task, found?.answeredAt, found?.answer?.value],
      ['run.speaker.1', 3, 'v'],
      `event ${sequence}`,
    );
  }
  for (const sequence of [1, 5]) assert.equal(await exchange(script, sequence), undefined);
});

test('a request is shown as sent if it is stored, else as today’s code builds it', async () => {
  const built = await exchange(await asked('v'), 3);
  assert.deepEqual([built?.kind, built?.key, built?.request, built?.isAsSent], ['toy', 'k', { key: 'k' }, false]);
  const sent = await blobs.put(Buffer.from('{"sent":1}'));
  const kept = await exchange(await asked({ request: sent }), 4);
  assert.deepEqual([kept?.kind, kept?.request, kept?.isAsSent], ['toy', { sent: 1 }, true]);
  const lost = await exchange(await asked({ request: '0'.repeat(64) }), 2);
  assert.deepEqual([lost?.request, lost?.isAsSent], [{ key: 'k' }, false]);
  assert.equal((await exchange(await asked(null), 2))?.isAsSent, false);
});

test('a task without an answer, or one that cannot be built today, is reported as such', async () => {
  const script = new Script().order({ ask: [{ key: 'k' }], say: [{ type: 'word.said', data: { text: 'a' } }] });
  const open = await exchange(script, 2);
  assert.deepEqual(
    [open?.task, open?.answeredAt, open?.answer, open?.request],
    ['run.speaker.2', null, null, { key: 'k' }],
  );
  assert.equal((await exchange(await asked('v', true), 2))?.request, 'building it throws: no input');
  const stray = new Script();
  stray.append({
    id: 'run.other.1.result',
    type: 'task.completed',
    scope: 'run',
    role: 'other',
    data: { kind: 'toy', key: 'k', value: 1 },
  });
  const foreign = await exchange(stray, 2);
  assert.deepEqual([foreign?.kind, foreign?.key, foreign?.request, foreign?.answeredAt], ['', '', null, 2]);
});

test('the input of a task is built once, until its result, and compared with the hash that is recorded', () => {
  let built = 0;
  const input = () => {
    built += 1;
    return { built };
  };
  const output = { id: 'a.b.1', kind: 'perform', task: 'toy', input } as never;
  const event = (id: string, inputSha256: string) => ({ id, data: { inputSha256 } }) as unknown as Event;
  const inputs = new Inputs();
  assert.equal(inputs.compare(event('a.b.1.started.1', hashOf({ built: 1 })), output), undefined);
  assert.deepEqual(inputs.compare(event('a.b.1.started.2', 'x'), output), {
    message: 'the input of this toy task has changed',
    recorded: 'x',
    computed: { built: 1 },
  });
  assert.equal(inputs.compare(event('a.b.1.result', hashOf({ built: 1 })), output), undefined);
  assert.equal(
    inputs.compare(event('a.b.1.result', hashOf({ built: 2 })), output),
    undefined,
    'forgotten with the result',
  );
  assert.equal(inputs.compare(event('a.b.1', 'x'), output), undefined);
  assert.equal(inputs.compare(event('a.b.1.result', 'x'), undefined), undefined);
  assert.equal(inputs.compare(event('a.b.1.result', 'x'), { kind: 'emit' } as never), undefined);
  const broken = { kind: 'perform', task: 'toy', input: () => assert.fail('gone') } as never;
  assert.deepEqual(inputs.compare(event('a.c.1.result', ''), broken), undefined);
  assert.match(
    inputs.compare(event('a.c.1.result', 'x'), broken)?.message ?? '',
    /^the current code throws while building its input: gone/,
  );
});

/** A bundle of three events, optionally with one byte changed. */
const bundleOf = (log: string, chain: string, entries: readonly string[] = ['events.jsonl', 'chain.txt']) => {
  const files: Record<string, string> = { 'events.jsonl': log, 'chain.txt': chain, other: '12345' };
  return {
    about: { run: 'test' },
    entries: new Map(entries.map((name) => [name, { sizeBytes: (files[name] ?? '').length }])),
    offsetOf: () => 1000,
    readAnyway: async (name: string) => Buffer.from(files[name] ?? ''),
  } as never;
};
const lines = ['{"id":"a.1"}', '{"id":"a.2"}', '{"id":"a.3"}'];
const chain = chainLinks(
  lines.map((line, index) => ({
    sequence: index + 1,
    subject: `lab.run.test.a.${index + 1}`,
    bytes: Buffer.from(line),
  })),
);
const damage = (part = 'events.jsonl') => ({ part, offset: 7, message: 'it is wrong' });
const placesIn = async (log: readonly string[]) =>
  (
    await problemsOf(
      bundleOf(log.map((line) => `${line}\n`).join(''), chain.map((link) => `${link}\n`).join('')),
      damage(),
    )
  ).map(({ place }) => place);

test('damage in the log is located between two values of the hash chain', async () => {
  assert.deepEqual(await placesIn([lines[0] as string, '{"id":"a.2"]', lines[2] as string]), [
    'events.jsonl, event 2, a.2, bytes 1013 to 1025',
  ]);
  assert.deepEqual(await placesIn(['{"xx":"a.1"}', lines[1] as string, '{"id":"a.4"}']), [
    'events.jsonl, event 1, undefined, bytes 1000 to 1012',
    'events.jsonl, event 3, a.4, bytes 1026 to 1038',
  ]);
  const [nameless] = await placesIn(['nothing', lines[1] as string, lines[2] as string]);
  assert.equal(nameless, 'events.jsonl, event 1, of an unreadable id, bytes 1000 to 1007');
});

test('other damage is located by its part, and by its bytes if their number is known', async () => {
  assert.deepEqual(await placesIn(lines), ['events.jsonl, bytes 7 to 46'], 'the chain finds nothing wrong');
  const log = `${lines.join('\n')}\n`;
  assert.deepEqual(await problemsOf(bundleOf(`${log}x`, '', ['events.jsonl']), damage()), [
    { place: 'events.jsonl, bytes 7 to 47', message: 'it is wrong' },
  ]);
  assert.deepEqual(await problemsOf(bundleOf(log, '', ['chain.txt', 'other']), damage('other')), [
    { place: 'other, bytes 7 to 12', message: 'it is wrong' },
  ]);
  assert.deepEqual(await problemsOf(bundleOf(log, ''), damage('padding')), [
    { place: 'padding, byte 7', message: 'it is wrong' },
  ]);
});
