import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { homePath, projectRoot, resultsPath } from '../../../src/adapters/machine/home.ts';

test('data and results are in the project, unless the environment names other folders', () => {
  assert.equal(homePath({}), join(projectRoot, '.ai-scientist'));
  assert.equal(resultsPath({ AI_SCIENTIST_HOME: '/data' }), join(projectRoot, 'results'));
  assert.equal(homePath({ AI_SCIENTIST_HOME: '/data', AI_SCIENTIST_RESULTS: '/papers' }), '/data');
  assert.equal(resultsPath({ AI_SCIENTIST_HOME: '/data', AI_SCIENTIST_RESULTS: '/papers' }), '/papers');
  assert.equal(resultsPath({ AI_SCIENTIST_RESULTS: 'papers' }), resolve('papers'));
  assert.equal(resultsPath({ AI_SCIENTIST_RESULTS: '' }), join(projectRoot, 'results'));
});
