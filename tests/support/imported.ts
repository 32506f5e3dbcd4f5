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
