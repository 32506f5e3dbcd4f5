import type { ImportedIdea } from '../../src/events/vocabulary/imported.ts';

/** An imported idea of which nothing but its name and end is known, with a test's changes. */
export const importedIdea = (changes: Partial<ImportedIdea> = {}): ImportedIdea => ({
  number: 1,
  name: 'first',
  title: 'The First',
  idea: null,
  novel: null,
  runs: [],
  notes: '',
  figures: [],
  papers: [],
  files: {},
  leftOut: { count: 0, first: [] },
  outcome: 'failed',
  reason: 'imported: no results',
  score: null,
  at: null,
  cost: { calls: 0, dollars: 0, inputTokens: 0, outputTokens: 0, unpriced: 1 },
  ...changes,
});

const review = {
  summary: 'It shakes toys.',
  strengths: ['Honest.'],
  weaknesses: ['Small.'],
  questions: [],
  limitations: [],
  ethical_concerns: false,
  ethical_concerns_reason: '',
  ...{ originality: 2, quality: 2, clarity: 3, significance: 2, soundness: 2, presentation: 3, contribution: 2 },
  overall: 4,
  confidence: 4,
  decision: 'Reject' as const,
};

const results = { shakes: { means: { loss: 1.5 }, stderrs: { loss: 0.1 } } };

/** An imported idea with everything that there may be. */
export const wholeImport: ImportedIdea = importedIdea({
  number: 2,
  name: 'second',
  title: 'The Second',
  idea: {
    ...{ name: 'second', title: 'The Second', experiment: 'Shake it.', parents: [] },
    ...{ interestingness: 7, feasibility: 8, novelty: 6 },
  },
  novel: true,
  runs: [
    { run: 0, description: 'Baseline', results, problem: '', notes: '' },
    { run: 1, description: 'Shaken', results, problem: '', notes: 'It went down.' },
    { run: 2, description: 'Broken', results: null, problem: 'there is no final_info.json', notes: '' },
  ],
  notes: '# Title: The Second',
  figures: [{ file: 'loss.png', blob: 'a'.repeat(64), sizeBytes: 3, description: '' }],
  papers: [
    {
      ...{ version: 1, title: 'The Second', pdf: { blob: 'b'.repeat(64), sizeBytes: 4, pages: null } },
      ...{ review, ratings: { overall: 4 }, decision: 'Reject' },
    },
  ],
  files: { 'experiment.py': { text: 'print(1)' } },
  leftOut: { count: 1, first: [{ path: '.env', reason: 'files of this name usually hold keys' }] },
  outcome: 'reviewed',
  reason: 'imported: Reject',
  score: 4,
  at: '2024-08-02T09:00:35.000Z',
  cost: { calls: 3, dollars: 0.13, inputTokens: 18494, outputTokens: 4936, unpriced: 1 },
});
