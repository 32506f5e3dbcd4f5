import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CodedError } from '../../src/events/outcome.ts';
import { stackText } from '../../src/text/stack.ts';

const heads = (error: unknown): readonly string[] =>
  stackText(error)
    .split('\n')
    .filter((line) => !/^ +at /.test(line));

test('an error is shown with every cause, once, down to the first', () => {
  const first = new Error('refused');
  const both = new AggregateError([first, 'no address'], 'two addresses');
  const told = new CodedError('nats.unreachable', 'no server answers', { cause: new Error('failed', { cause: both }) });
  assert.deepEqual(heads(told), [
    'CodedError: no server answers',
    'caused by Error: failed',
    'caused by AggregateError: two addresses',
    'caused by Error: refused',
    'caused by no address',
  ]);
  first.cause = told;
  assert.equal(heads(told).length, 5);
  assert.deepEqual(heads(new CodedError('run.over', 'over')), ['CodedError: over']);
});
