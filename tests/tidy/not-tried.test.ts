import assert from 'node:assert/strict';
import { test } from 'node:test';
import { notTriedText } from '../../scripts/not-tried.ts';

test('each reason for skipping tests is told once, with what was not tried', () => {
  const rootless = { reason: 'needs root' };
  const skipped = [
    { name: 'the engine', ...rootless },
    { name: 'a full disk', reason: 'no file system can be mounted here' },
    ...['a job', 'a kill', 'a user'].map((name) => ({ name, ...rootless })),
  ];
  assert.deepEqual(notTriedText(skipped), [
    'Not tried on this machine:',
    '  the engine, a job and 2 more: needs root',
    '  a full disk: no file system can be mounted here',
  ]);
  assert.deepEqual(notTriedText([]), []);
});
