import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  addCosts,
  type Cost,
  costOf,
  isNothing,
  noCost,
  tokensOf,
  totalCost,
} from '../../src/events/projections/cost.ts';

const call = (rest: object, type = 'task.completed') => ({ type, data: { kind: 'model', ...rest } });
const paid = { value: { costUsd: 0.5, usage: { inputTokens: 10, outputTokens: 3 } } };
const once: Cost = { ...noCost, calls: 1, dollars: 0.5, inputTokens: 10, outputTokens: 3 };

test('a call of a model costs what its answer says', () => {
  assert.deepEqual(costOf(call(paid)), once);
  assert.equal(tokensOf({ ...once, lostTokens: 4 }), 17);
});

test('other events, and tasks that are no calls of a model, cost nothing', () => {
  assert.deepEqual(costOf({ ...call(paid), type: 'task.started' }), noCost);
  assert.deepEqual(costOf({ type: 'task.completed', data: { ...paid, kind: 'search' } }), noCost);
  assert.deepEqual(costOf({ type: 'task.failed', data: { ...paid, kind: 'experiment' } }), noCost);
});

test('a completed call without a price or a count still is a call, and its price is unknown', () => {
  const unpriced: Cost = { ...noCost, calls: 1, unpriced: 1 };
  assert.deepEqual(costOf(call({ value: {} })), unpriced);
  assert.deepEqual(costOf(call({ value: null })), unpriced);
  assert.deepEqual(
    costOf(call({ value: { costUsd: '1', usage: { inputTokens: Number.NaN, outputTokens: '2' } } })),
    unpriced,
  );
  assert.deepEqual(costOf(call({ value: { costUsd: 0, usage: {} } })), { ...noCost, calls: 1 });
});

test('a failed call costs what the vendor charged for it, and nothing when it says nothing of that', () => {
  const failed = (details: object | undefined) =>
    costOf(call({ error: { code: 'c', message: 'm', details } }, 'task.failed'));
  assert.deepEqual(failed(paid.value), once);
  assert.deepEqual(failed({ costUsd: 0.5 }), noCost);
  assert.deepEqual(failed(undefined), noCost);
  assert.deepEqual(costOf(call({}, 'task.failed')), noCost);
});

test('attempts whose answers were lost are charged at their bounds', () => {
  const lost = [
    { tokens: 100, dollars: 0.25 },
    { tokens: 20, dollars: null },
    { tokens: 3, dollars: null },
  ];
  assert.deepEqual(costOf(call({ ...paid, lost })), { ...once, dollars: 0.75, lost: 3, lostTokens: 123, unpriced: 2 });
  assert.deepEqual(costOf(call({ lost }, 'task.failed')), {
    ...noCost,
    dollars: 0.25,
    lost: 3,
    lostTokens: 123,
    unpriced: 2,
  });
});

test('nothing was spent only where there was neither a call nor a lost one', () => {
  assert.ok(isNothing(noCost));
  assert.ok(!isNothing({ ...noCost, calls: 1 }));
  assert.ok(!isNothing({ ...noCost, lost: 1 }));
});

test('the cost of a run is the sum over its events, member by member', () => {
  const number = fc.integer({ min: 0, max: 1000 });
  const cost = fc.record({
    calls: number,
    dollars: number,
    inputTokens: number,
    outputTokens: number,
    unpriced: number,
    lost: number,
    lostTokens: number,
  });
  fc.assert(
    fc.property(cost, cost, (one, other) => {
      const sum = addCosts(one, other);
      for (const name of Object.keys(one) as (keyof Cost)[]) assert.equal(sum[name], one[name] + other[name], name);
    }),
  );
  assert.deepEqual(totalCost([call(paid), { type: 'idea.proposed', data: {} }, call(paid)]), addCosts(once, once));
  assert.deepEqual(totalCost([]), noCost);
});
