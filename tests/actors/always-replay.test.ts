import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fold } from '../../src/actors/fold.ts';
import { alwaysReplay } from '../support/always-replay.ts';
import { rosterOfWalker } from '../support/changed-roles.ts';
import { playRun } from '../support/playbook-lab.ts';
import { recordWalk } from '../support/walk.ts';

const small = { ideaReflections: 1, noveltyRounds: 2, runs: 1, citationRounds: 1, reviews: 2, reviewReflections: 1 };

/** Takes quadratic time: ALWAYS_REPLAY_IDEAS=3 is the size of the main job, at full limits. */
const ideas = Number(process.env.ALWAYS_REPLAY_IDEAS ?? 1);
const settings = ideas === 1 ? { limits: small } : {};

test('replaying after every single event of a whole run gives the live state, byte by byte', async () => {
  const variation = { onEvent: alwaysReplay(), limitMs: 3_000_000 };
  const { events } = await playRun(ideas, () => 0.9, settings, variation);
  assert.ok(events.some(({ type }) => type === 'paper.reviewed'));
});

test('a machine that keeps what no event says is found at the event at which it does', () => {
  let calls = 0;
  const log = recordWalk();
  const fold = new Fold(rosterOfWalker({ remembered: () => ++calls }));
  const replayed = alwaysReplay();
  const found: number[] = [];
  for (const recorded of log) {
    fold.apply(recorded.event, recorded.sequence);
    try {
      replayed(recorded, fold);
    } catch {
      found.push(recorded.sequence);
    }
  }
  assert.equal(found[0], 3);
});
