import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Fold } from '../../../src/actors/fold.ts';
import { failure, success } from '../../../src/events/outcome.ts';
import { dataOf } from '../../support/simulate.ts';
import {
  bodyOf,
  dataIn,
  fenced,
  goodPdf,
  json,
  openWriter,
  paperRecord,
  roster,
  startedWith,
} from '../../support/writer-world.ts';

const steps = ['title', 'draft', 'refine', 'revise', 'cite', 'choose', 'fix'];
const good = (step: string, input: any): string => {
  if (step === 'title') return json({ title: 'A Title' });
  if (step === 'cite') return json({ query: 'dropout', reason: '' });
  if (step === 'choose') return json({ insertions: [{ paper: 1, section: 'method', after: 'about dropout' }] });
  if (step === 'fix') return 'method.tex\n```latex\nThe method, written anew from the first word to the last one.\n```';
  return fenced(step === 'draft' ? bodyOf(dataIn(input, 'section')) : dataIn(input, 'draft'));
};

const nonsense = [
  '',
  '{}',
  json({ insertions: [{ paper: 9, section: 'nowhere', after: '' }] }),
  json({ query: null }),
  fenced('TODO: Run 3 on an H100 \\citep{ghost} \\ref{ghost} \\includegraphics{ghost.png} 中 { a_b'),
  fenced('\\input{/etc/passwd} which is a text that is long enough.'),
  '```latex\nnever closed, and so it was cut off somewhere',
  'method.tex\n```latex\nA text with \\begin{itemize} that TODO is not closed & more.\n```',
];

type Dice = { readonly kind: 'good' | 'bad' | 'down'; readonly pick: number };

/** Plays the Writer with random results: good, garbage or failures. */
const play = (dice: readonly Dice[], improvement: boolean) => {
  let at = 0;
  const throwDice = (): Dice => dice[at++ % dice.length] ?? { kind: 'good', pick: 0 };
  const answers = Object.fromEntries(
    steps.map((step) => [
      `writer.${step}`,
      (input: any) => {
        const { kind, pick } = throwDice();
        if (kind === 'down') return undefined;
        return kind === 'good' ? good(step, input) : nonsense[pick % nonsense.length];
      },
    ]),
  );
  const garbage = [
    null,
    7,
    {},
    { ok: true, pdf: null },
    { library: 1, papers: 'x' },
    { ...goodPdf, ok: false },
    { ...goodPdf, ok: false, pdf: null, errors: [{ file: 'paper.tex', line: null, message: 'x' }] },
  ];
  const result = (value: unknown) => {
    const { kind, pick } = throwDice();
    if (kind === 'down') return failure('task.threw', 'it broke');
    return success(kind === 'good' ? value : garbage[pick % garbage.length]);
  };
  const { simulator, review } = openWriter({
    started: startedWith({ citationRounds: 3, fixRounds: 2 }, { improvement }),
    answers,
    search: ({ query }) => result({ library: 't', papers: [paperRecord(query, `On ${query}`)] }),
    typeset: () => result(goodPdf),
  });
  simulator.run();
  for (const version of [1, 2]) {
    if (dataOf(simulator.events, 'paper.compiled').some((paper) => paper.version === version)) {
      review(version, 5);
      simulator.run();
    }
  }
  return simulator;
};

const diceOf = (weights: readonly [number, number, number]) =>
  fc.array(
    fc.record({
      kind: fc.oneof(
        { weight: weights[0], arbitrary: fc.constant('good' as const) },
        { weight: weights[1], arbitrary: fc.constant('bad' as const) },
        { weight: weights[2], arbitrary: fc.constant('down' as const) },
      ),
      pick: fc.nat(100),
    }),
    { minLength: 30, maxLength: 120 },
  );

const endsOf = (events: any) => [...dataOf(events, 'paper.finished'), ...dataOf(events, 'idea.failed')];

for (const [name, weights] of [
  ['mostly good', [12, 2, 1]],
  ['mixed', [4, 2, 1]],
  ['mostly bad', [1, 3, 1]],
] as const) {
  test(`whatever comes back (${name}), the Writer ends in a recorded outcome and listens on`, () => {
    fc.assert(
      fc.property(diceOf(weights), fc.boolean(), (dice, improvement) => {
        const { fold, events } = play(dice, improvement);
        assert.deepEqual(dataOf(events, 'actor.failed'), []);
        assert.equal(endsOf(events).length, 1);
        assert.equal(fold.actors.get('idea-1.writer')?.snapshot.value, 'waiting');
        for (const { sources } of dataOf(events, 'paper.compiled')) {
          const texts = Object.entries(sources).map(([path, entry]: any) =>
            path === 'paper.tex' || path.startsWith('aiscientist-letters.') ? '' : (entry.text ?? ''),
          );
          assert.doesNotMatch(texts.join('\n'), /\\input|ghost\.png|(?!\n)\p{Cc}/u);
        }
        const replayed = new Fold(roster());
        events.forEach((event, index) => {
          replayed.apply(event, index + 1);
        });
        assert.equal(replayed.divergence, undefined);
        assert.equal(JSON.stringify(replayed.states()), JSON.stringify(fold.states()));
        const context = fold.actors.get('idea-1.writer')?.snapshot.context;
        assert.deepEqual(JSON.parse(JSON.stringify(context)), context);
      }),
      { numRuns: 70 },
    );
  });
}

test('the walks above reach both ends, version 2, and a version 1 that outlives its revision', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(diceOf([6, 2, 1]), (dice) => {
      const { events } = play(dice, true);
      for (const { code } of dataOf(events, 'idea.failed')) seen.add(code);
      for (const { version } of dataOf(events, 'paper.finished')) seen.add(`version ${version}`);
    }),
    { numRuns: 120, seed: 7 },
  );
  assert.deepEqual([...seen].sort(), ['version 1', 'version 2', 'writer.not_compiled', 'writer.section_unwritten']);
});
