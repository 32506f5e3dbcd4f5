import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPaper } from '../../../src/latex/checks/check-paper.ts';
import type { Manuscript } from '../../../src/latex/checks/complaint.ts';
import { lineFinder } from '../../../src/latex/scan.ts';
import { mend } from '../../../src/machines/writer/mend.ts';
import { latexRepeats } from '../../support/chaos-texts.ts';

/** The longest accepted section. */
const sectionLength = 40_000;

const result = { means: { final_val_loss: 1.25, steps_to_99_val_acc: 30 }, stderrs: { final_val_loss: 0.1 } };
const experiments = [0, 1].map((run) => ({ run, description: 'a change', results: { toy: result, other: result } }));
const manuscriptOf = (text: string): Manuscript => ({
  sections: { results: text },
  keys: ['a'],
  figures: ['a.png'],
  labels: [],
  environment: { cpu: 'Example CPU' },
  experiments,
  metrics: { final_val_loss: { better: 'lower', label: 'validation loss' } },
});

for (const piece of latexRepeats) {
  test(`the checks and repairs of a section take bounded time: ${JSON.stringify(piece)} without end`, () => {
    const text = `We say. ${piece.repeat(sectionLength)}`.slice(0, sectionLength);
    const start = performance.now();
    const manuscript = manuscriptOf(text);
    for (const { line } of checkPaper(manuscript)) assert.ok(line === null || line >= 1);
    mend(manuscript);
    const elapsedMs = performance.now() - start;
    assert.ok(elapsedMs < 15_000, `it took ${Math.round(elapsedMs)} ms`);
  });
}

test('lines are counted from 1', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5].map(lineFinder('a\nb\n\nc')), [1, 1, 2, 2, 3, 4]);
  assert.equal(lineFinder('x')(0), 1);
});
