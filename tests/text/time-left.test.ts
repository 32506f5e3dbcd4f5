import assert from 'node:assert/strict';
import { test } from 'node:test';
import { progressOf } from '../../src/events/projections/progress.ts';
import { viewOf } from '../../src/events/projections/progress-view.ts';
import { Log } from '../support/story.ts';
import { ideaNamed } from '../support/studio.ts';

const view = (log: Log) => viewOf(progressOf(log.events));

test('a stage that takes long is much of an idea’s progress, and the time left follows from the pace', () => {
  const log = new Log().start({ ideas: 2 }).add('idea.requested', 'run', 'director', { number: 1 });
  assert.equal(view(log).leftMs, null);
  log.add('idea.proposed', 'idea-1', 'scientist', { number: 1, idea: ideaNamed('a') });
  for (let minute = 0; minute < 8; minute += 1) log.add('comment.written', 'run', 'human', { text: 'x' });
  log.add('idea.judged', 'idea-1', 'scientist', { number: 1, novel: true, decided: true, rounds: 1, reason: 'r' });
  // The proposal took one minute and the search nine; each of the four stages to come counts as five, their mean.
  assert.equal(view(log).ideas[0]?.fraction, 10 / 30);
  const { elapsedMs, leftMs, fraction } = view(log);
  assert.equal(fraction, 10 / 60);
  assert.equal(Math.round(leftMs ?? 0), elapsedMs * 5);
});
