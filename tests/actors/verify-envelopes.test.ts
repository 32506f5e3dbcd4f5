import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkEnvelopes } from '../../src/actors/verify/envelopes.ts';
import { eventOf } from '../support/broker-data.ts';
import { problemIn } from '../support/checks.ts';
import { asStored } from '../support/walk.ts';

const withCorrelation = (correlationid: string) => {
  const event = {
    ...eventOf('one', 'idea-3.review-2.thinker.1'),
    scope: 'idea-3.review-2',
    subject: 'idea-3.review-2',
  };
  return checkEnvelopes('one', asStored([{ ...event, correlationid }])).check;
};

test('the correlation id of an event in a review is its idea, in early logs the review, and nothing else', () => {
  assert.equal(withCorrelation('idea-3').status, 'ok');
  assert.equal(withCorrelation('idea-3.review-2').status, 'ok');
  assert.match(problemIn([withCorrelation('run')], 'envelopes'), /correlationid is "run", not "idea-3"/);
});

test('no other attribute that follows from the rest may differ', () => {
  const subject = { ...eventOf('one', 'run.thinker.1'), subject: 'idea-3' };
  const source = { ...eventOf('one', 'run.thinker.1'), source: 'run' };
  assert.match(problemIn([checkEnvelopes('one', asStored([subject])).check], 'envelopes'), /subject is "idea-3"/);
  assert.match(problemIn([checkEnvelopes('one', asStored([source])).check], 'envelopes'), /source is "run"/);
});
