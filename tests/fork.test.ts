import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { hashOf, sha256 } from '../src/actors/canonical.ts';
import { createFork, type ForkChanges, planFork } from '../src/actors/fork.ts';
import { archiveOf } from '../src/events/archive.ts';
import type { RunStarted } from '../src/events/vocabulary/run.ts';
import type { Recorded, RunLog } from '../src/ports/log.ts';
import type { Recording } from '../src/ports/recording.ts';
import { createPlaybookLab, type PlaybookLab, recordedIn } from './support/playbook-lab.ts';

const limits = { noveltyRounds: 3, runs: 2, citationRounds: 2, reviews: 2, reviewReflections: 1, ideaReflections: 1 };
const unlimited = { dollars: null, tokens: null, hours: null };

let lab: PlaybookLab;
let original: Recording;

before(async () => {
  lab = await createPlaybookLab(() => 0.8);
  const log = await lab.begin('original', { ideas: 2, limits });
  assert.equal(await lab.work('original'), 'finished');
  original = { run: 'original', log: await recordedIn(log), blobs: lab.broker.blobs };
});

const startedOf = ({ log }: Recording): RunStarted => log[0]?.event.data as RunStarted;
const bytesOf = (log: readonly Recorded[]): string => sha256(Buffer.concat(log.map(({ bytes }) => bytes)));
const eventsOf = (log: readonly Recorded[]) => log.map(({ event }) => event);

const changes = (different: Partial<ForkChanges> = {}): ForkChanges => {
  const { settings, models } = startedOf(original);
  return { settings, models, budget: unlimited, summary: [], ...different };
};

const fork = async (run: string, at: number, different: Partial<ForkChanges> = {}): Promise<RunLog> =>
  createFork(lab.broker.logs, run, planFork(original, at, lab.roster, changes(different)), new Date().toISOString());

/** What became of each idea, without what depends on times. */
const fates = (log: readonly Recorded[]) =>
  archiveOf(eventsOf(log)).ideas.map(({ name, outcome, score, runs, plan, sections, reason }) => ({
    name,
    outcome,
    score,
    plan,
    sections,
    reason,
    results: runs.map(({ results }) => results),
  }));

const tasksRecorded = (log: readonly Recorded[]): ReadonlySet<string> =>
  new Set(
    log
      .filter(({ event }) => /^task\.(completed|failed)$/.test(event.type))
      .map(({ event }) => (event.data as any).task),
  );

test('a fork at every 10th event completes, pays for nothing before it, and comes to the same', async () => {
  const wholeHash = bytesOf(original.log);
  for (let at = 1; at <= original.log.length; at += 10) {
    const run = `fork-${at}`;
    const log = await fork(run, at);
    assert.equal(await lab.work(run), 'finished', `at ${at}`);
    const paid = tasksRecorded(original.log.slice(0, at));
    const again = lab.performed.filter((one) => one.startsWith(`${run} `) && paid.has(one.slice(run.length + 1)));
    assert.deepEqual(again, [], `at ${at}`);
    const forked = await recordedIn(log);
    assert.deepEqual(fates(forked), fates(original.log), `at ${at}`);
    const ids = forked.slice(0, at).map(({ event }) => event.id);
    assert.deepEqual(
      ids,
      original.log.slice(0, at).map(({ event }) => event.id),
    );
  }
  const now = await recordedIn(await lab.broker.logs.open('original'));
  assert.equal(bytesOf(now), wholeHash);
});
