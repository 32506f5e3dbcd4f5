import assert from 'node:assert/strict';
import { test } from 'node:test';
import { play } from '../../support/play.ts';
import { dataOf } from '../../support/simulate.ts';
import { type Ask, blockOf, fenced, goodAnswer } from '../../support/stand-ins.ts';
import { givenIdeas, ideaNamed, recordedBaseline } from '../../support/studio.ts';

const archiveIn = (ask: Ask | undefined): any[] => blockOf(ask?.input, 'archive');

test('of a large archive every name is shown, and in full the 30 latest and the 30 best of the others', () => {
  const earlier = Array.from({ length: 200 }, (_, index) => ({
    name: `old_${index}`,
    title: 'Old',
    experiment: 'x'.repeat(900),
    origin: 'run-0',
    score: index < 100 ? index / 10 : null,
    outcome: 'reviewed',
  }));
  const answer = (ask: Ask) =>
    ask.purpose === 'scientist.propose' && ask.count === 1 ? fenced(ideaNamed('old_3')) : goodAnswer(ask);
  const { asks, events } = play({ more: { ...recordedBaseline, earlier: givenIdeas(earlier) }, answer });
  const shown = archiveIn(asks[0]);
  assert.deepEqual(
    shown.map((idea) => idea.name),
    ['seed_idea', ...earlier.map((idea) => idea.name)],
  );
  const whole = shown.filter((idea) => idea.experiment !== undefined);
  const names = whole.map((idea) => idea.name);
  const range = (from: number) => Array.from({ length: 30 }, (_, index) => `old_${from + index}`);
  assert.deepEqual(names, [...range(70), ...range(170)]);
  assert.ok(whole.every((idea) => idea.experiment.length < 420));
  assert.deepEqual(shown[1], { name: 'old_0', title: 'Old' });
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /old_3/);
});

test('titles are shown up to 40,000 characters, newest first; every name is shown anyway', () => {
  const earlier = Array.from({ length: 2000 }, (_, index) => ({
    name: `old_${index}`,
    title: 'T'.repeat(100),
    experiment: 'As before.',
    origin: 'run-0',
    score: null,
    outcome: 'reviewed',
  }));
  const { asks } = play({ more: { ...recordedBaseline, earlier: givenIdeas(earlier) } });
  const shown = archiveIn(asks[0]);
  assert.equal(shown.length, 2001);
  const titled = shown.filter((idea) => idea.title !== undefined && idea.experiment === undefined);
  assert.equal(titled.length, 400);
  assert.equal(titled.at(-1).name, 'old_1969');
  assert.match(asks[0]?.input.messages.at(-1).content, /It contains 2001 ideas; the 60 that/);
});
