import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRoster } from '../../../src/actors/roster.ts';
import type { Outcome } from '../../../src/events/outcome.ts';
import { ideaEvents } from '../../../src/events/vocabulary/idea.ts';
import { reviewEvents } from '../../../src/events/vocabulary/review.ts';
import { role as desk } from '../../../src/machines/desk/index.ts';
import { pick } from '../../../src/machines/kit/kit.ts';
import { role as referee } from '../../../src/machines/referee/index.ts';
import { role as reviewer } from '../../../src/machines/reviewer/index.ts';
import { bystander } from '../../support/bystander.ts';
import { answer, goodReview, load, unreachable } from '../../support/review-desk.ts';
import { Simulator } from '../../support/simulate.ts';
import { startedWith } from '../../support/studio.ts';

const page = 'a'.repeat(64);
const paper = {
  name: 'draft',
  title: 'A Draft',
  text: 'We find 3.25 on shakes.',
  file: { name: 'draft.pdf', blob: page, sizeBytes: 10 },
  pages: [page],
};

type Asked = { readonly purpose: string; readonly messages: readonly { content: any }[] };

const review = (model: (asked: Asked) => Outcome<unknown>, changes: Partial<typeof paper> = {}) => {
  const roster = createRoster(load(desk, reviewer, referee), { reviewer: { 'paper.compiled': 'paper.submitted' } }, [
    'model',
  ]);
  const asked: Asked[] = [];
  const perform = (_kind: string, input: any) => {
    asked.push(input);
    return model(input);
  };
  const limits = { reviews: 2, reviewReflections: 1, answers: 2 };
  const simulator = new Simulator(roster, perform).start(startedWith({ limits }, { paper: { ...paper, ...changes } }));
  const last = (type: string): any => simulator.events.findLast((event) => event.type === type)?.data;
  return { simulator, asked, last };
};

test('a paper from outside is reviewed as one of our own, and the run ends with the verdict', () => {
  const { simulator, asked, last } = review(() => answer({ ...goodReview, done: true }));
  assert.equal(simulator.run().end, 'finished');
  assert.deepEqual(asked.map(({ purpose }) => purpose).sort(), [
    'referee.reflect',
    'referee.reflect',
    'referee.review',
    'referee.review',
    'reviewer.meta',
  ]);
  assert.deepEqual(last('run.finished'), {
    outcome: 'completed',
    reason: 'Reject, by 2 independent reviews',
    ideas: [{ scope: 'idea-1', name: 'draft', outcome: 'reviewed', score: 5 }],
  });
});

test('referees see the pages as pictures; without any they are told that they read text', () => {
  const withPages = review(() => answer({ ...goodReview, done: true }));
  withPages.simulator.run();
  const [image, text] = withPages.asked[0]?.messages.at(-1)?.content ?? [];
  assert.deepEqual(image, { type: 'image', blob: page, mediaType: 'image/png' });
  assert.match(text.text, /Images of the paper's first 1 page/);
  const without = review(() => answer({ ...goodReview, done: true }), { pages: [] });
  without.simulator.run();
  assert.match(without.asked[0]?.messages.at(-1)?.content, /You read the paper as text/);
});

test('without any review the run ends as failed, with the reason', () => {
  const { simulator, last } = review(() => unreachable);
  assert.equal(simulator.run().end, 'finished');
  assert.equal(last('run.finished').outcome, 'failed');
  assert.match(last('run.finished').reason, /^reviewer\.no_review: .*model\.unavailable/);
});

test('it pauses, goes on with a larger budget, and can be cancelled', () => {
  const { simulator, last } = review(() => answer(goodReview));
  const ask = (id: string, type: string, data: object) =>
    simulator.append({ id, type, scope: 'run', role: 'human', data });
  ask('human.1', 'pause.requested', { reason: 'night' });
  simulator.run();
  assert.deepEqual(last('run.paused'), { reason: 'night' });
  ask('human.2', 'resume.requested', { budget: { dollars: 7 } });
  while (last('run.resumed') === undefined) simulator.advance();
  assert.deepEqual(last('run.resumed'), { budget: { dollars: 7, tokens: null, hours: null } });
  ask('human.3', 'cancel.requested', { scope: 'run', reason: 'enough' });
  simulator.run();
  assert.equal(last('run.finished').outcome, 'cancelled');
  assert.equal(last('idea.finished').outcome, 'cancelled');
});

test('a pause of the program ends by its own request, and never takes the place of a pause of a person', () => {
  const others = bystander('others', {
    ...pick(reviewEvents, 'paper.reviewed'),
    ...pick(ideaEvents, 'idea.failed'),
  });
  const roster = createRoster(load(desk, others), {}, []);
  const simulator = new Simulator(roster, () => assert.fail('the Desk asks for no task')).start(
    startedWith({}, { paper }),
  );
  const cause = 'infrastructure';
  let count = 0;
  const when = (type: string, data: object): readonly string[] => {
    const before = simulator.events.length;
    count += 1;
    simulator.append({ id: `given.${count}`, type, scope: 'run', role: 'given', data });
    while (simulator.advance());
    return simulator.events
      .slice(before)
      .flatMap((event) => (/^run\.(?:paused|resumed)$/.test(event.type) ? [event.type] : []));
  };
  assert.deepEqual(when('pause.requested', { reason: 'home.disk_full: no space', cause }), ['run.paused']);
  assert.deepEqual(when('resume.requested', { cause }), ['run.resumed']);
  when('pause.requested', { reason: 'home.disk_full: no space', cause });
  assert.deepEqual(when('pause.requested', { reason: 'lunch' }), ['run.paused']);
  assert.deepEqual(when('pause.requested', { reason: 'home.disk_full: no space', cause }), []);
  assert.deepEqual(when('resume.requested', { cause }), []);
  assert.deepEqual(when('resume.requested', {}), ['run.resumed']);
});
