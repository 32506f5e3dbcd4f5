import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMemoryBroker } from '../../../src/adapters/broker/memory/broker.ts';
import { fakeTiming } from '../../support/fake-timing.ts';
import { answerOf, dropout, grokking } from '../../support/literature-answers.ts';
import { ask, found, openDesk } from '../../support/literature-desk.ts';
import { answers } from '../../support/literature-server.ts';

const one = answers(answerOf.openalex([grokking]));
const two = answers(answerOf.openalex([grokking, dropout]));
const dayMs = 86_400_000;

test('an answered question is not asked again, in this process or the next', async (context) => {
  const desk = await openDesk(context);
  desk.server.react(one);
  const first = found(await ask(await desk.open(['openalex']), 'Delayed  generalization!'));
  const again = found(await ask(await desk.open(['openalex']), 'delayed generalization'));
  const next = await openDesk(context, desk);
  const later = found(await ask(await next.open(['openalex']), 'delayed generalization'));
  assert.equal(desk.server.asked.length, 1);
  assert.deepEqual([again, later], [first, first]);
  await ask(await next.open(['openalex']), 'delayed generalization', 3);
  await ask(await next.open(['openalex']), 'another question');
  assert.equal(desk.server.asked.length, 3);
});

test('empty answers are cached, failures are not', async (context) => {
  const { server, open } = await openDesk(context, { patience: { attempts: 1 } });
  const literature = await open(['openalex']);
  server.react(answers('nonsense'), answers(answerOf.openalex([])));
  assert.equal((await ask(literature, 'words')).ok, false);
  for (let count = 0; count < 2; count += 1) assert.deepEqual(found(await ask(literature, 'words')).papers, []);
  assert.equal(server.asked.length, 2);
});

test('an answer is good for as many days as are configured', async (context) => {
  const timing = fakeTiming();
  const { server, open } = await openDesk(context, { timing, environment: { LITERATURE_CACHE_DAYS: '2' } });
  const literature = await open(['openalex']);
  server.react(one, two);
  const count = async () => found(await ask(literature, 'words')).papers.length;
  assert.equal(await count(), 1);
  timing.advance(2 * dayMs - 1000);
  assert.equal(await count(), 1);
  timing.advance(2000);
  assert.equal(await count(), 2);
  const off = await openDesk(context, { environment: { LITERATURE_CACHE_DAYS: '0' } });
  off.server.react(one);
  for (let times = 0; times < 2; times += 1) await ask(await off.open(['openalex']), 'words');
  assert.equal(off.server.asked.length, 2);
});

test('a faulty cache acts as an empty one', async (context) => {
  const desk = await openDesk(context);
  const { server, open, home } = desk;
  const file = join(home, 'literature.json');
  server.react(one);
  await ask(await open(['openalex']), 'words');
  const whole = await readFile(file, 'utf8');
  const damaged = [
    whole.slice(0, 40),
    '',
    '[]',
    'null',
    whole.replace('"version":1', '"version":2'),
    whole.replace(/"sha256":"\w+"/, `"sha256":"${'0'.repeat(64)}"`),
    whole.replace(/"sha256":"\w+"/, '"sha256":"../../x"'),
    whole.replace(/"dateMs":\d+/, '"dateMs":9e15'),
  ];
  for (const [index, text] of damaged.entries()) {
    await writeFile(file, text);
    assert.equal(found(await ask(await open(['openalex']), 'words')).papers.length, 1, text);
    assert.equal(server.asked.length, index + 2, text);
  }
  await ask(await open(['openalex']), 'words');
  assert.equal(server.asked.length, damaged.length + 1, 'it is whole again');
});

test('without a place for the index, and without the blobs, the network is asked', async (context) => {
  const desk = await openDesk(context);
  desk.server.react(one);
  const file = join(desk.home, 'file');
  await writeFile(file, '');
  const nowhere = await openDesk(context, { server: desk.server, home: join(file, 'none') });
  for (let count = 0; count < 2; count += 1) found(await ask(await nowhere.open(['openalex']), 'words'));
  assert.equal(desk.server.asked.length, 2);
  await ask(await desk.open(['openalex']), 'words');
  const elsewhere = await openDesk(context, { ...desk, blobs: createMemoryBroker().blobs });
  found(await ask(await elsewhere.open(['openalex']), 'words'));
  assert.equal(desk.server.asked.length, 4);
  await rm(join(desk.home, 'literature.json'));
  found(await ask(await desk.open(['openalex']), 'words'));
  assert.equal(desk.server.asked.length, 5);
});
