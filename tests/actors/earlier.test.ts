import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { recordingOfBundle } from '../../src/actors/bundle/recording.ts';
import { completeLog, storeEarlier, withEarlier, withoutPages } from '../../src/actors/earlier.ts';
import { planFork } from '../../src/actors/fork.ts';
import { checkLog } from '../../src/actors/replay/check.ts';
import { verifyLog } from '../../src/actors/verify/verify-log.ts';
import { createMemoryBroker } from '../../src/adapters/broker/memory/broker.ts';
import type { ArchivedIdea, RunStarted } from '../../src/events/vocabulary/run.ts';
import { startedOfVersion1 } from '../../src/events/vocabulary/run.ts';
import type { Recorded } from '../../src/ports/log.ts';
import type { ModelRequest } from '../../src/ports/model.ts';
import { failedIn, problemIn } from '../support/checks.ts';
import { knownTo } from '../support/known-roles.ts';
import { type Played, playRun } from '../support/playbook-lab.ts';
import { bundleBytes, openBytes, playedVersion } from '../support/recorded-run.ts';
import { startedWith } from '../support/studio.ts';

const ideaOf = (number: number): ArchivedIdea => ({
  name: `idea_${number}`,
  title: `Idea ${number}`,
  experiment: 'x'.repeat(200),
  origin: `run-${Math.floor(number / 9)}`,
  score: number % 3 === 0 ? null : number % 10,
  outcome: 'reviewed',
});
const ideasOf = (count: number) => Array.from({ length: count }, (_, index) => ideaOf(index));

const recordedWith = (earlier: RunStarted['earlier']): Recorded => {
  const data = startedWith({}, { earlier });
  const event = { type: 'run.started', data } as unknown as Recorded['event'];
  return { sequence: 1, subject: '', bytes: new Uint8Array(), event };
};
const earlierIn = ({ event }: Recorded): RunStarted['earlier'] => (event.data as RunStarted).earlier;

test('what is stored comes back, in order', async () => {
  const { blobs } = createMemoryBroker();
  for (const count of [0, 1, 63, 64, 65, 3_000]) {
    const stored = await storeEarlier(blobs, ideasOf(count));
    assert.deepEqual([stored.count, stored.ideas], [count, []]);
    assert.deepEqual(earlierIn(await withEarlier(recordedWith(stored), blobs)).ideas, ideasOf(count));
  }
});

test('9,300 ideas take a few kilobytes of the event', async () => {
  const stored = await storeEarlier(createMemoryBroker().blobs, ideasOf(9_300));
  assert.ok(stored.pages.length > 9_300 / 100, `${stored.pages.length} pages`);
  assert.ok(JSON.stringify(stored).length < 30_000, `${JSON.stringify(stored).length} bytes`);
});

test('lists that differ in one place, or by what was added, have all other pages in common', async () => {
  const { blobs } = createMemoryBroker();
  const ideas = ideasOf(2_000);
  const { pages } = await storeEarlier(blobs, ideas);
  const others: Readonly<Record<string, readonly ArchivedIdea[]>> = {
    'more at the end': [...ideas, ...Array.from({ length: 9 }, (_, index) => ideaOf(5_000 + index))],
    'one that has a score now': ideas.with(700, { ...ideaOf(700), score: 9.5 }),
    'one that is gone': ideas.toSpliced(700, 1),
    'one more at the front': [ideaOf(6_000), ...ideas],
  };
  for (const [what, list] of Object.entries(others)) {
    const other = await storeEarlier(blobs, list);
    const own = other.pages.filter((page) => !pages.includes(page));
    assert.ok(own.length <= 2, `${what}: ${own.length} of ${other.pages.length} pages`);
  }
});

test('a list without any end of a page is cut all the same', async () => {
  const { blobs } = createMemoryBroker();
  const twins = Array.from({ length: 2_000 }, () => ideaOf(1));
  assert.equal((await storeEarlier(blobs, twins)).pages.length, 4);
});

test('a page that holds no ideas is told', async () => {
  const { blobs } = createMemoryBroker();
  for (const text of ['{', '{}', '[{"name":1}]', `${'['.repeat(500)}${']'.repeat(500)}`]) {
    const pages = [await blobs.put(Buffer.from(text))];
    const recorded = recordedWith({ count: 1, pages, ideas: [] });
    await assert.rejects(withEarlier(recorded, blobs), { code: 'log.corrupt' }, text);
  }
  const absent = recordedWith({ count: 1, pages: ['0'.repeat(64)], ideas: [] });
  await assert.rejects(withEarlier(absent, blobs), { code: 'blob.missing' });
});

test('a log of version 1 has the ideas themselves, and keeps them when it is forked', () => {
  const ideas = ideasOf(3);
  const { earlier } = startedOfVersion1({ earlier: ideas }) as RunStarted;
  assert.deepEqual(earlier, { count: 3, pages: [], ideas });
  assert.deepEqual(withoutPages(earlier), earlier);
  assert.deepEqual((startedOfVersion1(null) as RunStarted).earlier.ideas, []);
});

describe('a run with earlier ideas', { timeout: 300_000 }, () => {
  const ideas = ideasOf(200);
  const requests: string[] = [];
  let played: Played;
  before(async () => {
    const limits = { noveltyRounds: 1, runs: 1, reviews: 1 };
    const onRequest = (request: ModelRequest): void => void requests.push(JSON.stringify(request));
    played = await playRun(1, () => 0.8, { limits }, { earlier: ideas, onRequest });
  });

  test('shows them to its Scientist, and records their pages alone', () => {
    const { count, pages, ideas: recorded } = earlierIn(played.log[0] as Recorded);
    assert.deepEqual([count, recorded], [200, []]);
    assert.ok(pages.length > 0);
    const started = played.fold.started as RunStarted;
    assert.deepEqual(started.earlier.ideas, ideas);
    assert.ok(requests.some((request) => request.includes('idea_199')));
  });

  test('gives the same again, here and out of its bundle', async () => {
    const { run, log, roster, broker } = played;
    const complete = await completeLog(log, broker.blobs);
    const { divergence, prompts } = checkLog(roster, complete);
    assert.deepEqual([divergence, prompts], [null, []]);
    const out = await recordingOfBundle(await openBytes(await bundleBytes({ run, log, blobs: broker.blobs })));
    assert.deepEqual(earlierIn((await completeLog(out.log, out.blobs))[0] as Recorded).ideas, ideas);
  });

  test('is verified with its pages', async () => {
    const { run, log, broker } = played;
    const known = knownTo(playedVersion);
    assert.deepEqual(failedIn(await verifyLog({ run, log, blobs: broker.blobs, isCovered: false }, known)), []);
    const [page] = earlierIn(log[0] as Recorded).pages;
    const blobs = {
      ...broker.blobs,
      get: (name: string) => (name === page ? broker.blobs.get('0'.repeat(64)) : broker.blobs.get(name)),
    };
    const checks = await verifyLog({ run, log, blobs, isCovered: false }, known);
    assert.ok(failedIn(checks).includes('blobs'));
    assert.match(JSON.stringify(problemIn(checks, 'schemas')), /the earlier ideas that it names cannot be read/);
  });

  test('has forks that name the same pages', async () => {
    const { run, log, roster, broker } = played;
    const { settings, models, program } = (log[0] as Recorded).event.data as RunStarted;
    const budget = { dollars: null, tokens: null, hours: null };
    const recording = { run, log: await completeLog(log, broker.blobs), blobs: broker.blobs };
    const { started } = planFork(recording, 10, roster, { settings, models, program, budget, summary: [] });
    assert.deepEqual(started.earlier, earlierIn(log[0] as Recorded));
  });
});
