import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readIdeas } from '../../../src/lab/keep/v1/ideas.ts';
import { resultsIn, stamped } from '../../../src/lab/keep/v1/layout.ts';
import { readNotes } from '../../../src/lab/keep/v1/notes.ts';
import { runsOfRatings } from '../../../src/lab/keep/v1/ratings.ts';
import { readReview, verdictText } from '../../../src/lab/keep/v1/review.ts';
import { readTranscript } from '../../../src/lab/keep/v1/transcript.ts';
import { writtenReview } from '../../support/v1-results.ts';

const folders = (path: string, ...paths: readonly string[]) =>
  resultsIn(path, new Map(paths.map((one) => [one, one]))).map(({ name, own, ideas }) => [
    name,
    [...own.keys()],
    ideas.map((idea) => [idea.name, [...idea.files.keys()]]),
  ]);

test('folders of ideas are found at any depth, and those beside each other are one run', () => {
  assert.deepEqual(folders('/r/toy', 'ideas.json', 'b/notes.txt', 'b/run_1/x.json', 'a/run_1.py', 'c/other.txt'), [
    [
      'toy',
      ['ideas.json'],
      [
        ['a', ['run_1.py']],
        ['b', ['notes.txt', 'run_1/x.json']],
      ],
    ],
  ]);
  assert.deepEqual(folders('/r', 'toy/a/review.txt', 'ball/b/notes.txt', 'ball/b/old/notes.txt'), [
    ['ball', [], [['b', ['notes.txt', 'old/notes.txt']]]],
    ['toy', [], [['a', ['review.txt']]]],
  ]);
});

test('a folder may be that of one idea; a template is none', () => {
  assert.deepEqual(folders('/r/toy/20240802_090035_a', 'notes.txt', 'latex/template.tex'), [
    ['toy', [], [['20240802_090035_a', ['notes.txt', 'latex/template.tex']]]],
  ]);
  assert.deepEqual(folders('/templates/toy', 'experiment.py', 'run_0/final_info.json', 'seed_ideas.json'), []);
});

test('the time in a folder’s name is that of the idea', () => {
  assert.deepEqual(stamped('20240802_090035_shake_it'), { name: 'shake_it', at: '2024-08-02T09:00:35.000Z' });
  assert.deepEqual(stamped('20241302_090035_shake_it'), { name: 'shake_it', at: null });
  assert.deepEqual(stamped('shake_it'), { name: 'shake_it', at: null });
});

test('a transcript tells calls, tokens and dollars; what it quotes does not count', () => {
  const text = [
    '> Models: gpt-4o-2024-05-13 with diff edit format',
    '#### > Tokens: 9 sent, 9 received. Cost: $9.00 request, $9.00 session.',
    '> Tokens: 7,394 sent, 2,426 received. Cost: $0.06 request, $0.06 session.  ',
    '> Tokens: 11k sent, 1.2k cache write, 3k cache hit, 2.5k received. Cost: $1,000.07 message, $0.13 session.',
    'Tokens: 1.5M sent, 10 received.',
  ].join('\n');
  assert.deepEqual(readTranscript(text), {
    cost: { calls: 3, dollars: 1000.13, inputTokens: 1_518_394, outputTokens: 4936, unpriced: 1 },
    model: 'gpt-4o-2024-05-13',
  });
  assert.deepEqual(readTranscript('').model, null);
});

test('notes tell the experiments by their numbers', () => {
  const { title, runs } = readNotes('# Title: On it\n## Run 1: Once\na\nb\n\n## Plots\nc\n## Run 12 - Twelve\n');
  assert.equal(title, 'On it');
  assert.deepEqual(
    [...runs],
    [
      [1, { description: 'Once', text: 'a\nb' }],
      [12, { description: 'Twelve', text: '' }],
    ],
  );
});

test('an idea without a rating keeps its name; what is no list of ideas has none', () => {
  const whole = { Name: 'a', Title: 'A', Experiment: 'x', Interestingness: 1, Feasibility: 2, Novelty: 3, novel: true };
  const [one, other, ...more] = readIdeas(JSON.stringify([whole, { Name: 'b' }, { Title: 'nameless' }, 7]));
  assert.deepEqual([one?.idea?.novelty, one?.novel], [3, true]);
  assert.deepEqual(other, { name: 'b', title: '', idea: null, novel: null });
  assert.deepEqual(more, []);
  for (const text of [undefined, 'x', '{}', '"a"']) assert.deepEqual(readIdeas(text), []);
});

test('a review is read in the form of ours; of an odd one the numbers and the decision', () => {
  const whole = readReview(JSON.stringify(writtenReview));
  assert.equal(whole.review?.limitations[0], 'Toys.');
  assert.equal(verdictText(whole), 'imported: Reject');
  const odd = readReview(JSON.stringify({ Overall: '6: accept', Decision: 'Accept', Clarity: 7 }));
  assert.deepEqual(odd, { review: null, ratings: { clarity: 7, overall: 6 }, decision: 'Accept' });
  assert.equal(verdictText(odd), 'imported: Accept (clarity 7, overall 6)');
  assert.deepEqual(readReview('[1]'), { review: null, ratings: {}, decision: '' });
  assert.deepEqual(readReview('not JSON'), { review: null, ratings: {}, decision: '' });
});

test('ratings become a run for each template and model', () => {
  const runs = runsOfRatings('ratings', 'paper_id,Overall,Model\na,4,m\nb,,n\nc,5,m\n', {});
  assert.deepEqual(
    runs.map(({ template, model, ideas }) => [
      template,
      model,
      ideas.map(({ name, score, outcome }) => [name, score, outcome]),
    ]),
    [
      [
        'ratings',
        'm',
        [
          ['a', 4, 'reviewed'],
          ['c', 5, 'reviewed'],
        ],
      ],
      ['ratings', 'n', [['b', null, 'failed']]],
    ],
  );
  const named = runsOfRatings('ratings', 'paper,overall,model\na,4,m\n', { template: 't', model: 'x' });
  assert.deepEqual([named[0]?.template, named[0]?.model], ['t', 'x']);
  assert.throws(() => runsOfRatings('r', 'paper\na\n', {}), /row 2 names no paper, or there is no column overall/);
});
