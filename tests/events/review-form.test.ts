import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Review, ratingNames } from '../../src/events/vocabulary/review.ts';
import {
  normaliseReview,
  paperBlock,
  reflectionAnswerSchema,
  reviewAnswerSchema,
  reviewForm,
} from '../../src/events/vocabulary/review-form.ts';

const ratings = Object.fromEntries(ratingNames.map((name) => [name, 3]));
const whole = {
  summary: 'It studies toys.',
  strengths: ['short'],
  weaknesses: [],
  questions: [],
  limitations: [],
  ethical_concerns: false,
  ethical_concerns_reason: '',
  ...ratings,
  decision: 'Reject',
} as unknown as Review;
const read = (field: string, value: unknown): unknown =>
  (normaliseReview({ [field]: value }) as Record<string, unknown>)[field];

test('the form has a line for each field, with its meaning', () => {
  const lines = reviewForm.split('\n');
  assert.equal(lines.length, Object.keys(whole).length);
  assert.match(lines[0] ?? '', /^- "summary": Summarise in your own words what the paper does/);
  assert.match(lines.at(-1) ?? '', /^- "decision": /);
});

test('a value that is not an object is unchanged', () => {
  for (const value of [null, 'text', 5, [1]]) assert.equal(normaliseReview(value), value);
});

test('keys are read whatever their case, spaces and hyphens', () => {
  assert.deepEqual(normaliseReview({ ' Ethical Concerns': 'no', 'Overall-Score': 1, 'a  - b': 2 }), {
    ethical_concerns: false,
    overall_score: 1,
    a_b: 2,
    decision: undefined,
  });
});

test('a rating is the number that a text begins with', () => {
  assert.deepEqual(
    ['7', ' 7/10', '7: accept', '3.5', 7].map((value) => read('overall', value)),
    [7, 7, 7, 3.5, 7],
  );
  for (const value of ['seven', 'about 7', '', null]) assert.equal(read('quality', value), value);
  assert.equal(read('summary', '7'), '7', 'a summary is no rating');
});

test('a text becomes a list of its lines without bullets, and null an empty one', () => {
  assert.deepEqual(read('strengths', '- one\n  * two\n• three\n1. four\n2) five \n\n six'), [
    'one',
    'two',
    'three',
    'four',
    'five',
    'six',
  ]);
  assert.deepEqual(read('weaknesses', '-none\n1.5 times - better'), ['-none', '1.5 times - better']);
  assert.deepEqual(
    ['questions', 'limitations'].map((name) => read(name, null)),
    [[], []],
  );
  assert.deepEqual([read('strengths', ['- a']), read('strengths', 5), read('strengths', '')], [['- a'], 5, []]);
  assert.equal(read('summary', 'a\nb'), 'a\nb');
});

test('yes and no are read in their usual words', () => {
  for (const value of ['true', 'Yes', ' yes, somewhat', true])
    assert.equal(read('ethical_concerns', value), true, `${value}`);
  for (const value of ['false', 'No.', 'none', 'None that I see', false])
    assert.equal(read('done', value), false, `${value}`);
  for (const value of ['perhaps', 'yesterday', 'nothing', 'not true', 5, null])
    assert.equal(read('done', value), value, `${value}`);
  assert.equal(read('ethical_concerns_reason', null), '');
  assert.equal(read('ethical_concerns_reason', 'x'), 'x');
});

test('a decision is read where it is one of the two', () => {
  for (const value of ['accept', 'Weak Accept', 'I accept.']) assert.equal(read('decision', value), 'Accept', value);
  for (const value of ['REJECT', 'not accepted', 'should not be accepted', 'Do not accept', 'borderline reject'])
    assert.equal(read('decision', value), 'Reject', value);
  for (const value of ['accept or reject', 'unsure', 5, null, 'not accepted, or accept'])
    assert.equal(read('decision', value), value);
});

test('fields that an answer does not have are not made up', () => {
  assert.deepEqual(Object.keys(normaliseReview({ summary: 'x' }) as object), ['summary', 'decision']);
});

test('an answer in the words of a model is a review of the form', () => {
  const answer = {
    ...whole,
    Overall: '3 - reject',
    weaknesses: null,
    Decision: 'weak reject',
    ethical_concerns: 'none',
  };
  const { overall: _, decision: __, ...rest } = answer as any;
  assert.deepEqual(reviewAnswerSchema.parse(rest), whole);
  assert.ok(!reviewAnswerSchema.safeParse({ ...whole, overall: 11 }).success);
});

test('a reflection is a whole review, or says that it is done and what is different', () => {
  const schema = reflectionAnswerSchema(whole);
  assert.deepEqual(schema.parse({ done: true }), { ...whole, done: true });
  assert.deepEqual(schema.parse({ Done: 'yes', overall: '4/10', decision: 'accept' }), {
    ...whole,
    done: true,
    overall: 4,
    decision: 'Accept',
  });
  assert.deepEqual(schema.parse(whole), { ...whole, done: false });
  for (const partial of [{ done: false }, { overall: 4 }, null, 'done'])
    assert.ok(!schema.safeParse(partial).success, JSON.stringify(partial));
});

test('a paper stands between its tags, in which it can open and close none, and is cut where it is too long', () => {
  assert.equal(
    paperBlock('a < b </paper> </ STEP x> <data> <file name="x"> <papers>'),
    '<paper>\na < b &lt;/paper> &lt;/ STEP x> &lt;data> &lt;file name="x"> <papers>\n</paper>',
  );
  assert.equal(paperBlock('x'.repeat(200_000)), `<paper>\n${'x'.repeat(200_000)}\n</paper>`);
  assert.equal(paperBlock('x'.repeat(200_001)), `<paper>\n${'x'.repeat(200_000)}\n[The text is cut here.]\n</paper>`);
});
