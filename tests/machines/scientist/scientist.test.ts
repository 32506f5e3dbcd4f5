import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../../src/actors/fold.ts';
import { failure, type Outcome, success } from '../../../src/events/outcome.ts';
import { open, play } from '../../support/play.ts';
import { dataOf } from '../../support/simulate.ts';
import { type Ask, blockOf, fenced, goodAnswer, goodSearch, paper } from '../../support/stand-ins.ts';
import { ideaNamed } from '../../support/studio.ts';

const purposes = (asks: readonly Ask[]) => asks.map((ask) => ask.purpose.replace('scientist.', ''));
const archiveIn = (ask: Ask | undefined): any[] => blockOf(ask?.input, 'archive');

test('an idea is drafted, improved, searched for and judged, in the scope of its own', () => {
  const { events, asks } = play({});
  const own = events.filter((event) => event.role === 'scientist' && !event.type.startsWith('task.'));
  assert.deepEqual(
    own.map((event) => `${event.scope} ${event.type}`),
    ['drafted', 'drafted', 'proposed']
      .map((verb) => `idea-1 idea.${verb}`)
      .concat('idea-1 novelty.queried', 'idea-1 novelty.searched', 'idea-1 idea.judged'),
  );
  assert.deepEqual(purposes(asks), ['propose', 'reflect', 'novelty', 'novelty']);
  assert.deepEqual(
    dataOf(events, 'idea.drafted').map(({ draft, done }) => [draft, done]),
    [
      [1, false],
      [2, true],
    ],
  );
  assert.deepEqual(dataOf(events, 'novelty.searched')[0], {
    round: 1,
    query: 'toys',
    library: 'toy',
    papers: [paper('On Toys')],
    error: null,
  });
  assert.deepEqual(dataOf(events, 'idea.judged')[0], {
    number: 1,
    novel: true,
    decided: true,
    rounds: 2,
    reason: 'nobody did',
  });
  assert.equal(dataOf(events, 'run.finished')[0].outcome, 'completed');
});

test('prompts: the system text of the template, the step, the archive with its seeds, the papers found', () => {
  const { asks } = play({});
  for (const { purpose, input } of asks) {
    assert.ok(input.system.startsWith('You study toys.'));
    assert.ok(input.messages.at(-1).content.endsWith(`<step>${purpose}</step>`));
  }
  assert.deepEqual(
    archiveIn(asks[0]).map((idea) => [idea.name, idea.origin]),
    [['seed_idea', 'seed']],
  );
  assert.match(asks[0]?.input.messages.at(-1).content, /<file name="experiment.py">\nprint\(1\)\n<\/file>/);
  assert.deepEqual(blockOf(asks[1]?.input, 'round'), { number: 1, of: 3 });
  assert.equal(blockOf(asks[3]?.input, 'searches')[0].papers[0].title, 'On Toys');
  assert.deepEqual(blockOf(asks[3]?.input, 'round'), { number: 2, of: 10 });
});

test('reflection ends at its limit when the model always finds more to improve', () => {
  const answer = (ask: Ask) =>
    ask.purpose === 'scientist.reflect'
      ? fenced({ ...ideaNamed(`better_${ask.count}`), done: false })
      : goodAnswer(ask);
  const { events, asks } = play({ answer });
  assert.equal(asks.filter((ask) => ask.purpose === 'scientist.reflect').length, 3);
  assert.equal(dataOf(events, 'idea.proposed')[0].idea.name, 'better_3');
});

test('when a reflection cannot be had, the last draft stands', () => {
  const answer = (ask: Ask) => (ask.purpose === 'scientist.reflect' ? failure('model.empty', 'no') : goodAnswer(ask));
  const { events } = play({ answer });
  assert.equal(dataOf(events, 'idea.proposed')[0].idea.name, 'idea_1');
  assert.equal(dataOf(events, 'idea.judged')[0].decided, true);
});

test('a search that fails is recorded and told to the model, and the check goes on', () => {
  const answer = (ask: Ask) => {
    if (ask.purpose !== 'scientist.novelty') return goodAnswer(ask);
    return ask.count < 3 ? fenced({ query: `query ${ask.count}` }) : fenced({ decision: 'Not novel.', reason: 'old' });
  };
  const search = (query: string) =>
    query === 'query 1' ? failure('literature.failed', 'no library') : success({ papers: 'none' });
  const { events, asks } = play({ answer, search });
  assert.deepEqual(
    blockOf(asks.at(-1)?.input, 'searches').map((one: any) => one.error?.split(':')[0]),
    ['literature.failed', 'task.invalid_value'],
  );
  assert.deepEqual(dataOf(events, 'idea.judged')[0], {
    number: 1,
    novel: false,
    decided: true,
    rounds: 3,
    reason: 'old',
  });
  assert.equal(dataOf(events, 'idea.finished')[0].outcome, 'not-novel');
});

test('no insisting makes an idea novel when no search was answered', () => {
  const insist = (ask: Ask) => {
    if (ask.purpose !== 'scientist.novelty') return goodAnswer(ask);
    return fenced(ask.count === 1 ? { query: 'toys' } : { decision: 'novel', reason: 'surely' });
  };
  const search = () => failure('literature.failed', 'nobody answered');
  const { events } = play({ answer: insist, search, wishes: { ideas: 1 } });
  const { novel, decided } = dataOf(events, 'idea.judged')[0];
  assert.deepEqual({ novel, decided }, { novel: false, decided: false });
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /No search has succeeded/);
});

test('undecided after all rounds, or without an answer, means not novel', () => {
  const hesitant = (ask: Ask) =>
    ask.purpose === 'scientist.novelty' ? fenced({ query: `again ${ask.count}`, decision: null }) : goodAnswer(ask);
  const undecided = play({ answer: hesitant, wishes: { ideas: 1, limits: { noveltyRounds: 4 } } });
  assert.equal(dataOf(undecided.events, 'novelty.searched').length, 4);
  const { novel, decided, rounds } = dataOf(undecided.events, 'idea.judged')[0];
  assert.deepEqual({ novel, decided, rounds }, { novel: false, decided: false, rounds: 4 });
  const down = play({
    answer: (ask) => (ask.purpose === 'scientist.novelty' ? failure('model.unavailable', 'no') : goodAnswer(ask)),
  });
  assert.match(dataOf(down.events, 'idea.judged')[0].reason, /model\.unavailable: no/);
});

test('"novel" needs at least one search; no rounds at all switch the check off', () => {
  const rash = (ask: Ask) =>
    ask.purpose === 'scientist.novelty' && ask.count === 1 ? fenced({ decision: 'novel' }) : goodAnswer(ask);
  const { events } = play({ answer: rash });
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /evidence/);
  assert.equal(dataOf(events, 'idea.judged')[0].rounds, 2);
  const off = play({ wishes: { ideas: 1, limits: { noveltyRounds: 0 } } });
  assert.deepEqual(dataOf(off.events, 'idea.judged')[0], {
    number: 1,
    novel: true,
    decided: false,
    rounds: 0,
    reason: 'The novelty check is switched off.',
  });
});

test('names are put into snake_case; one of the archive is refused, parents are matched with it', () => {
  const names = ['Seed-Idea', 'Loss Scaling-v2'];
  const answer = (ask: Ask) => {
    if (ask.purpose !== 'scientist.propose') return goodAnswer(ask);
    const { name: _, ...rest } = ideaNamed('x');
    return fenced({
      ...rest,
      Name: names[ask.count - 1],
      Feasibility: '7',
      parents: ['SEED idea', 'nobody', 'seed_idea'],
    });
  };
  const { events } = play({ answer });
  assert.match(dataOf(events, 'answer.rejected')[0].complaint, /already has "seed_idea"/);
  assert.equal(dataOf(events, 'idea.proposed')[0].idea.name, 'loss_scaling_v2');
  assert.deepEqual(dataOf(events, 'idea.proposed')[0].idea.parents, ['seed_idea']);
});

test('a model that answers nonsense for ever: every proposal fails and the run ends', () => {
  const { events, end, asks } = play({ wishes: { ideas: 3 }, answer: () => success({ text: 'la la la' }) });
  assert.equal(end, 'finished');
  assert.equal(asks.length, 12);
  assert.deepEqual(
    dataOf(events, 'proposal.failed').map(({ number, code }) => [number, code]),
    [
      [1, 'answer.unusable'],
      [2, 'answer.unusable'],
      [3, 'answer.unusable'],
    ],
  );
  assert.equal(dataOf(events, 'run.finished')[0].outcome, 'failed');
});

test('open-ended: scores of what is finished are shown, 0 for what failed; in batch they are not', () => {
  const score = (number: number) => (number === 1 ? 0 : 6.5);
  const shown = (mode: 'batch' | 'open-ended') => {
    const { asks } = play({ wishes: { ideas: 3, mode, parallel: 3 }, score });
    return archiveIn(asks.findLast((ask) => ask.purpose === 'scientist.propose'))
      .filter((idea) => idea.origin === 'this run')
      .map((idea) => [idea.name, idea.score, idea.outcome]);
  };
  assert.deepEqual(shown('open-ended'), [
    ['idea_1', 0, 'failed'],
    ['idea_2', 6.5, 'reviewed'],
  ]);
  assert.deepEqual(shown('batch'), [
    ['idea_1', null, 'proposed'],
    ['idea_2', null, 'proposed'],
  ]);
});

test('an idea that is cancelled while it is being proposed is dropped, and the next one taken up', () => {
  const { simulator } = open({ wishes: { ideas: 2 } });
  while (!simulator.events.some((event) => event.type === 'novelty.queried')) simulator.advance();
  simulator.append({
    id: 'human.1',
    type: 'cancel.requested',
    scope: 'run',
    role: 'human',
    data: { scope: 'idea-1', reason: 'no' },
  });
  const { events, end } = simulator.run();
  assert.equal(end, 'finished');
  assert.deepEqual(
    dataOf(events, 'idea.judged').map(({ number }) => number),
    [2],
  );
  assert.deepEqual(
    dataOf(events, 'run.finished')[0].ideas.map(({ outcome }: any) => outcome),
    ['cancelled', 'reviewed'],
  );
});

const texts = [
  '',
  'la la',
  '{',
  '```json\n{"name": 3}\n```',
  '```json\n[1]\n```',
  '```json\n{"decision":"maybe"}\n```',
  '\u0000',
];

test('whatever models and libraries answer, in whatever order, the run ends with everything recorded', () => {
  fc.assert(
    fc.property(
      fc.record({
        ideas: fc.integer({ min: 0, max: 4 }),
        parallel: fc.integer({ min: 1, max: 3 }),
        mode: fc.constantFrom('batch' as const, 'open-ended' as const),
        limits: fc.record({
          ideaReflections: fc.nat(3),
          noveltyRounds: fc.nat(4),
          answers: fc.integer({ min: 1, max: 3 }),
        }),
      }),
      fc.infiniteStream(fc.nat()),
      (wishes, stream) => {
        const next = (count: number) => (count === 0 ? 0 : (stream.next().value as number) % count);
        const answer = (ask: Ask): Outcome<unknown> =>
          [
            () => goodAnswer(ask),
            () => goodAnswer(ask),
            () => failure('model.unavailable', 'no'),
            () => success({ text: texts[next(texts.length)] }),
          ][next(4)]!();
        const search = (): Outcome<unknown> =>
          [
            goodSearch,
            () => failure('literature.failed', 'no'),
            () => success(null),
            () => success({ library: 'x', papers: [1] }),
          ][next(4)]!();
        const { events, fold, end } = play({
          wishes,
          more: {},
          answer,
          search,
          score: (number) => number % 3,
          choose: next,
        });
        assert.equal(end, 'finished');
        assert.equal(dataOf(events, 'actor.failed').length, 0);
        const [finish, ...others] = dataOf(events, 'run.finished');
        assert.equal(others.length, 0);
        const asked = dataOf(events, 'idea.requested').length;
        assert.ok(asked === wishes.ideas || finish.reason.startsWith('run.proposals_failed'), finish.reason);
        assert.equal(finish.ideas.length, asked);
        assert.equal(dataOf(events, 'idea.judged').length + dataOf(events, 'proposal.failed').length, asked);
        const replayed = new Fold(fold.roster);
        events.forEach((event, index) => {
          replayed.apply(event, index + 1);
        });
        assert.equal(replayed.divergence, undefined);
        assert.equal(JSON.stringify(replayed.states()), JSON.stringify(fold.states()));
      },
    ),
    { numRuns: 200 },
  );
});
