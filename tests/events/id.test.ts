import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  attemptId,
  checkId,
  encloses,
  forkedId,
  outputId,
  outputOf,
  ownerOf,
  parentScope,
  resultId,
  scopeKind,
  scopeNumber,
  taskOf,
} from '../../src/events/id.ts';

const isRefused = (id: string): void => {
  assert.throws(() => checkId(id), { code: 'id.malformed' }, `"${id}" is taken for an id`);
};

test('an id is tokens of a-z, 0-9 and - joined by dots', () => {
  for (const id of ['run.started', 'idea-3.review-2.referee.12.result', 'a', 'human.01jz'])
    assert.equal(checkId(id), id);
  for (const id of ['', '.', 'a..b', 'a.', '.a', 'A', 'a b', 'a*', 'a.>', 'a\n', ' a', 'idea_3', 'a.é']) isRefused(id);
});

test('a token has at most 64 characters, an id at most 200', () => {
  const token = 'x'.repeat(64);
  assert.equal(checkId(`a.${token}`), `a.${token}`);
  isRefused(`a.${token}x`);
  const longest = [token, token, token, 'x'.repeat(5)].join('.');
  assert.equal(longest.length, 200);
  assert.equal(checkId(longest), longest);
  isRefused(`${longest}x`);
});

test('the ids of an output, its result and its attempts lead back to the output and to its actor', () => {
  const output = outputId('idea-3.review-2', 'referee', 4);
  assert.equal(output, 'idea-3.review-2.referee.4');
  assert.deepEqual([resultId(output), attemptId(output, 12)], [`${output}.result`, `${output}.started.12`]);
  for (const id of [output, resultId(output), attemptId(output, 12)]) assert.equal(outputOf(id), output);
  assert.deepEqual(
    [taskOf(output), taskOf(resultId(output)), taskOf(attemptId(output, 12))],
    [undefined, output, output],
  );
  assert.equal(ownerOf(output, 'referee'), 'idea-3.review-2.referee');
});

test('only a result or an attempt is of a task', () => {
  for (const id of ['run.started', 'a.started', 'a.started.b', 'a.started.1.b', 'a.results', 'human.result.1'])
    assert.equal(taskOf(id), undefined, id);
  assert.equal(taskOf('a.started.1.started.2'), 'a.started.1');
});

test('an output is of the role that its id names in its last place but one', () => {
  assert.equal(ownerOf('idea-1.coder.2', 'writer'), undefined);
  assert.equal(ownerOf('idea-1.recoder.2', 'coder'), undefined);
  assert.equal(ownerOf('coder.2', 'coder'), undefined);
  assert.equal(ownerOf('idea-1.coder.2.result', 'coder'), undefined);
  assert.equal(forkedId(7), 'forked.7');
});

test('scopes are a tree below the run', () => {
  assert.equal(parentScope('idea-3.review-2'), 'idea-3');
  assert.equal(parentScope('a.b.c'), 'a.b');
  assert.equal(parentScope('idea-3'), 'run');
  assert.equal(parentScope('run'), undefined);
});

test('the last token of a scope gives its kind and its number', () => {
  const scopes = ['run', 'baseline', 'idea-3', 'idea-3.review-12', 'a-1.b-2.side-idea-7', 'x-2-y'];
  assert.deepEqual(
    scopes.map((scope) => [scopeKind(scope), scopeNumber(scope)]),
    [
      ['run', 0],
      ['baseline', 0],
      ['idea', 3],
      ['review', 12],
      ['side-idea', 7],
      ['x-2-y', 0],
    ],
  );
});

test('a scope encloses itself and what is below it, and no scope whose name only begins alike', () => {
  assert.ok(encloses('idea-1', 'idea-1'));
  assert.ok(encloses('idea-1', 'idea-1.review-2'));
  assert.ok(encloses('run', 'idea-1.review-2'));
  assert.ok(encloses('run', 'run'));
  for (const [outer, inner] of [
    ['idea-1', 'idea-10'],
    ['idea-1', 'idea-10.review-1'],
    ['idea-1.review-2', 'idea-1'],
    ['idea-1', 'run'],
    ['idea-1', 'idea-2'],
    ['review-1', 'idea-1.review-1'],
  ] as const)
    assert.ok(!encloses(outer, inner), `${outer} does not enclose ${inner}`);
});

test('a scope encloses another exactly when it is among its parents', () => {
  const scope = fc.array(fc.constantFrom('idea-1', 'idea-10', 'review-1'), { minLength: 1, maxLength: 3 });
  const parentsOf = (inner: string): string[] => {
    const around = parentScope(inner);
    return around === undefined ? [inner] : [inner, ...parentsOf(around)];
  };
  fc.assert(
    fc.property(scope, scope, (one, other) => {
      const [outer, inner] = [one.join('.'), other.join('.')];
      assert.equal(encloses(outer, inner), parentsOf(inner).includes(outer));
    }),
  );
});
