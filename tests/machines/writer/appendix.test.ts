import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appendix } from '../../../src/machines/writer/appendix.ts';
import type { Context } from '../../../src/machines/writer/context.ts';

const appendixWith = (event: string): string =>
  appendix({
    run: 'toy-1',
    number: 1,
    version: 1,
    scope: 'idea-1',
    idea: null,
    printed: null,
    environment: {},
    started: { sandbox: 'toy' },
    experiments: [{ run: 0, description: '', results: {} }],
    evidence: { 0: { event, resources: null, sandbox: 'toy' } },
  } as unknown as Context);

test('the id of another run’s event may be broken over lines, and one of this run is printed as it is', () => {
  assert.match(appendixWith('baseline.experimenter.1'), /\\texttt\{baseline\.experimenter\.1\}/);
  const broken = appendixWith('toy-2026/baseline.experimenter.1');
  const gap = '\\allowbreak{}';
  assert.ok(broken.includes(`\\texttt{toy-${gap}2026/${gap}baseline.${gap}experimenter.${gap}1}`), broken);
});
