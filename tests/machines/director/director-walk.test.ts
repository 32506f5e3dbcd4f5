import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../../src/actors/fold.ts';
import type { Event } from '../../../src/events/envelope.ts';
import { role } from '../../../src/machines/director/index.ts';
import { dataOf, Simulator } from '../../support/simulate.ts';
import {
  experiment,
  ideaNamed,
  modelResult,
  recordedBaseline,
  rosterWith,
  startedWith,
  unlimited,
} from '../../support/studio.ts';

type Given = readonly [type: string, data: unknown, scope?: string];

const fault = { actor: 'x', code: 'actor.threw', message: 'oops' };
const crash = { run: 0, attempt: 1, reason: 'crashed', explanation: 'exit 1', tail: '', resources: null };

/** Events that may come at any time, sensible or not; `n` is the number of an idea that may not exist. */
const anything: readonly ((n: number) => Given)[] = [
  (n) => ['idea.proposed', { number: n, idea: ideaNamed(`idea_${n}`) }, `idea-${n}`],
  (n) => ['idea.judged', { number: n, novel: true, decided: true, rounds: 1, reason: '' }, `idea-${n}`],
  (n) => ['idea.judged', { number: n, novel: true, decided: true, rounds: 1, reason: '' }, `idea-${n}`],
  (n) => ['idea.judged', { number: n, novel: false, decided: true, rounds: 1, reason: '' }, `idea-${n}`],
  (n) => ['proposal.failed', { number: n, code: 'a.b', message: '' }],
  (n) => ['idea.failed', { code: 'a.b', message: '' }, `idea-${n}`],
  (n) => ['paper.reviewed', { version: 1, review: {}, score: n, reviews: 1 }, `idea-${n}`],
  (n) => ['paper.finished', { version: 1, score: n, decision: 'Reject' }, `idea-${n}`],
  (n) => ['actor.failed', fault, `idea-${n}`],
  (n) => ['experiment.failed', crash, `idea-${n}`],
  (n) => ['cancel.requested', { scope: `idea-${n}`, reason: 'x' }],
  (n) => ['approve.requested', { scope: `idea-${n}` }],
  (n) => ['reject.requested', { scope: `idea-${n}`, reason: 'x' }],
  (n) => ['revise.requested', { scope: `idea-${n}`, text: 'x' }],
  () => ['run.forked', { run: 'x', through: 1, budget: unlimited }],
  () => ['experiment.completed', experiment(0), 'baseline'],
  () => ['experiment.completed', experiment(0), 'baseline'],
  () => ['experiment.failed', crash, 'baseline'],
  () => ['actor.failed', fault],
  () => ['cancel.requested', { scope: 'run', reason: 'x' }],
  () => ['cancel.requested', { scope: 'nowhere', reason: 'x' }],
  () => ['pause.requested', { reason: 'x' }],
  () => ['resume.requested', {}],
  () => ['resume.requested', { budget: { dollars: 3 } }],
  () => ['task.completed', modelResult(0.4)],
];

const usual = (n: number): readonly Given[] => [
  ['experiment.completed', experiment(0), 'baseline'],
  ['idea.proposed', { number: n, idea: ideaNamed(`idea_${n}`) }, `idea-${n}`],
  ['idea.judged', { number: n, novel: true, decided: true, rounds: 1, reason: '' }, `idea-${n}`],
  ['paper.finished', { version: 1, score: n, decision: 'Reject' }, `idea-${n}`],
];

/** Throws if anything starts during a pause, or if too many ideas are in development at once. */
const assertOrder = (events: readonly Event[], parallel: number): void => {
  const started = events.filter(({ type }) => type === 'idea.started').map(({ scope }) => scope);
  assert.equal(new Set(started).size, started.length, 'an idea is started once');
  const developing = new Set<string>();
  let paused = false;
  for (const { type, scope } of events) {
    if (type === 'run.paused') paused = true;
    if (type === 'run.resumed') paused = false;
    if (type === 'idea.started') developing.add(scope);
    if (type === 'idea.finished') developing.delete(scope);
    assert.ok(developing.size <= parallel, `${developing.size} ideas are developed at once`);
    if (['idea.started', 'idea.requested', 'experiment.requested'].includes(type))
      assert.ok(!paused, `${type} in a pause`);
  }
};

const settings = fc.record({
  ideas: fc.nat(5),
  parallel: fc.integer({ min: 1, max: 3 }),
  mode: fc.constantFrom('batch' as const, 'open-ended' as const),
  budget: fc.constantFrom({}, { dollars: 1 }),
});

test('whatever is heard, in whatever order, the run comes to one recorded end, and every idea to one', () => {
  const outcomes = new Map<string, number>();
  let revisions = 0;
  fc.assert(
    fc.property(
      settings,
      fc.boolean(),
      fc.array(fc.nat(9999), { maxLength: 60 }),
      fc.nat(10),
      (wishes, measured, steps, oddity) => {
        const roster = rosterWith(role);
        const simulator = new Simulator(roster, () => assert.fail('no task'));
        simulator.start(startedWith(wishes, measured ? recordedBaseline : {}));
        const give = ([type, data, scope = 'run']: Given) =>
          simulator.append({ id: `given.${simulator.events.length}`, type, scope, role: 'given', data });
        for (const step of steps) {
          const number = 1 + (step % 5);
          if (step % 2 === 0) simulator.advance();
          const choices = step % 11 < oddity ? anything.map((make) => make(number)) : usual(number);
          give(choices[Math.floor(step / 5) % choices.length]!);
        }
        while (simulator.advance());
        if (simulator.fold.control.status === 'paused') give(['resume.requested', { budget: unlimited }]);
        simulator.run(1000);
        for (let number = 1; number <= 5; number += 1)
          give(['revise.requested', { scope: `idea-${number}`, text: 'x' }]);
        const { events, fold, end } = simulator.run(2000);

        assert.equal(end, 'finished');
        const reopened: number[] = dataOf(events, 'idea.reopened').map(({ number }) => number);
        revisions += reopened.length;
        const finishes = dataOf(events, 'run.finished');
        assert.ok(finishes.length >= 1 && finishes.length <= 1 + reopened.length);
        const finish = finishes.at(-1);
        outcomes.set(finish.outcome, (outcomes.get(finish.outcome) ?? 0) + 1);
        assert.equal(dataOf(events, 'actor.failed').filter(({ actor }) => actor === 'run.director').length, 0);
        const numbers = dataOf(events, 'idea.requested').map(({ number }) => number);
        assert.deepEqual(
          numbers,
          numbers.map((_, index) => index + 1),
        );
        assert.ok(numbers.length <= wishes.ideas);
        const ended: number[] = dataOf(events, 'idea.finished').map(({ number }) => number);
        const often = (all: readonly number[], one: number) => all.filter((number) => number === one).length;
        for (const number of ended)
          assert.equal(often(ended, number), 1 + often(reopened, number), 'an idea ends once, and after each revision');
        assert.equal(finish.ideas.length, numbers.length);
        assertOrder(events, wishes.parallel);

        const replayed = new Fold(roster);
        events.forEach((event, index) => {
          replayed.apply(event, index + 1);
        });
        assert.equal(replayed.divergence, undefined);
        assert.equal(JSON.stringify(replayed.states()), JSON.stringify(fold.states()));
      },
    ),
    { numRuns: 400 },
  );
  assert.ok(revisions > 0);
  assert.deepEqual([...outcomes.keys()].sort(), ['cancelled', 'completed', 'failed']);
});
