import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkClaims } from '../../examples/01-added-role/claims.ts';
import { loadRoles, readRosterFile } from '../../src/actors/roles/load.ts';
import { codeEvents } from '../../src/events/vocabulary/code.ts';
import { paperEvents } from '../../src/events/vocabulary/paper.ts';
import { bystander } from '../support/bystander.ts';
import { answer, desk, give, goodReview, paperData, reviewRoster } from '../support/review-desk.ts';
import { dataOf } from '../support/simulate.ts';

const example = await readRosterFile(
  fileURLToPath(new URL('../../examples/01-added-role/roster.json', import.meta.url)),
);
const { roles: added } = await loadRoles(example.roles, '1');
const others = [
  bystander('author', { 'paper.compiled': paperEvents['paper.compiled'] }),
  bystander('programmer', { 'coding.finished': codeEvents['coding.finished'] }),
];

const results = { shakespeare: { means: { loss: 1.4649 }, stderrs: { loss: 0.0121 } } };
const coded = { runs: [{ run: 0, description: 'b', results }], notes: '', figures: [], code: {}, environment: {} };
const text = 'The loss is 1.46 (standard error 0.012), 1.47 elsewhere; see v1.46 of the library.';

const review = (roster: ReturnType<typeof reviewRoster>) => {
  const simulator = desk(roster, { reviews: 2 }, () => answer({ ...goodReview, done: true }));
  give(simulator, 'coding.finished', coded);
  return give(simulator, 'paper.compiled', paperData(1, text)).run().events;
};

const withRole = [...others, ...added.map(({ role }) => role)];
const renamed = review(reviewRoster(withRole, example.rename));
const listening = review(reviewRoster(withRole));
const alone = review(reviewRoster(others));

const byReviewers = (events: typeof alone) =>
  events
    .filter(({ role, type }) => ['reviewer', 'referee'].includes(role) && !type.startsWith('task.'))
    .map(({ id, type, scope, data }) => ({ id, type, scope, data }));

test('the added role stands between the paper and its reviewers', () => {
  const types = renamed.map((event) => event.type).filter((type) => !type.startsWith('task.'));
  assert.deepEqual(types.slice(1, 7), [
    'coding.finished',
    'paper.compiled',
    'claims.checked',
    'paper.cleared',
    'review.requested',
    'review.requested',
  ]);
  const cleared = renamed.find((event) => event.type === 'paper.cleared');
  assert.equal(renamed.find((event) => event.type === 'review.requested')?.causationid, cleared?.id);
  assert.deepEqual(cleared?.data, paperData(1, text));
  assert.deepEqual(dataOf(renamed, 'claims.checked'), [{ version: 1, found: 3, traced: 2, untraced: ['1.47'] }]);
  assert.equal(dataOf(renamed, 'paper.reviewed').length, 1);
});

test('without the rename it only listens: nothing changes for the Reviewer', () => {
  assert.equal(dataOf(listening, 'claims.checked').length, 1);
  assert.deepEqual(byReviewers(listening), byReviewers(alone));
  assert.equal(
    listening.find((event) => event.type === 'review.requested')?.causationid,
    listening.find((event) => event.type === 'paper.compiled')?.id,
  );
});

test('a number is traced at the precision at which it is written, percentages too', () => {
  const values = [0.97512, -3.2];
  assert.equal(checkClaims('0.98 and 0.975, 97.5\\% or 97.51 %, and -3.2', values).traced, 5);
  assert.deepEqual(checkClaims('0.97 and 97.5, 97.6%', values).untraced, ['0.97', '97.5', '97.6%']);
  assert.equal(checkClaims('3 seeds, version 1.2.3', values).found, 0);
});
