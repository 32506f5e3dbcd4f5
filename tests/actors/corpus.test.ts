import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test } from 'node:test';
import { checkLog } from '../../src/actors/replay/check.ts';
import { Timeline } from '../../src/actors/replay/timeline.ts';
import { reportText } from '../../src/cli/finding-text.ts';
import { textAt } from '../../src/events/tree.ts';
import { isKnown } from '../../src/events/vocabulary/known.ts';
import { rosterOf } from '../../src/lab/runs/roster.ts';
import { corpusFolder, corpusRoles, olderFolder, readCorpus } from '../support/corpus.ts';
import { corpusNames } from '../support/corpus-runs.ts';

const runs = await readCorpus(corpusFolder);
const older = await readCorpus(olderFolder);

const advice = 'a change made on purpose: see scripts/record-corpus.ts';

for (const { name, log } of runs) {
  test(`today's code reproduces the recorded run "${name}", event by event and prompt by prompt`, async () => {
    const report = checkLog(await rosterOf({ run: name, log }, corpusRoles), log);
    assert.equal(report.divergence, null, `${reportText(report)}${advice}`);
    assert.deepEqual(report.prompts, [], `${reportText(report)}${advice}`);
    assert.equal(report.events, log.length);
    assert.ok(report.chained > 0);
  });
}

for (const { name, log } of older) {
  test(`"${name}", which earlier code recorded, can be read and stepped through`, async () => {
    const timeline = new Timeline(await rosterOf({ run: name, log }, corpusRoles), log);
    for (let sequence = log.length; sequence >= 1; sequence -= 1) {
      const { event } = timeline.at(sequence);
      assert.equal(event.id, log[sequence - 1]?.event.id);
    }
    const { divergence } = checkLog(await rosterOf({ run: name, log }, corpusRoles), log);
    assert.notEqual(divergence?.kind, 'schema', `${divergence?.message}: write an upcast`);
  });
}

test('the appendix of every paper names the event that recorded its baseline', () => {
  const papers = runs.flatMap(({ name, log }) => {
    const ids = new Set(log.filter(({ event }) => event.type === 'experiment.completed').map(({ event }) => event.id));
    const baselines = [...ids].filter((id) => id.startsWith('baseline.'));
    return log.flatMap(({ event }) => {
      if (!isKnown(event) || event.type !== 'paper.compiled') return [];
      const row = /^0 & .*/m.exec(textAt(event.data.sources, 'paper.tex') ?? '')?.[0] ?? '';
      return [{ name, row, isNamed: baselines.some((id) => row.includes(`\\texttt{${id}}`)) }];
    });
  });
  assert.ok(papers.length > 3);
  assert.deepEqual(
    papers.filter(({ isNamed }) => !isNamed),
    [],
  );
});

test('every event type of the catalogue occurs in the corpus', async () => {
  const files = await readdir(new URL('../../docs/schema', import.meta.url));
  const catalogue = files.flatMap((file) => /^(.+)\.v\d+\.json$/.exec(file)?.[1] ?? []);
  const recorded = new Set(runs.flatMap(({ log }) => log.map(({ event }) => event.type)));
  assert.deepEqual(
    catalogue.filter((type) => !recorded.has(type)),
    [],
    'record a run in which it occurs: see tests/support/corpus-runs.ts',
  );
});

test('the corpus is complete and small', () => {
  assert.deepEqual(
    runs.map(({ name }) => name),
    [...corpusNames].sort(),
  );
  const sizeBytes = [...runs, ...older].reduce((sum, run) => sum + run.sizeBytes, 0);
  assert.ok(sizeBytes < 2_000_000, `${sizeBytes} bytes: drop what is oldest in tests/corpus/older`);
});
