import * as z from 'zod';
import { figureSchema } from './code.ts';
import type { Read, Vocabulary } from './definition.ts';
import { resultsSchema } from './experiment.ts';
import { ideaSchema } from './idea.ts';
import { ratingNames } from './names.ts';
import { pdfSchema } from './paper.ts';
import { reviewSchema } from './review.ts';
import { treeSchema } from './tree.ts';

const count = z.number().int().nonnegative();

const importedExperimentSchema = z.object({
  run: count,
  description: z.string(),
  /** Null if there is no usable result file. */
  results: resultsSchema.nullable(),
  problem: z.string(),
  notes: z.string(),
});

const importedPaperSchema = z.object({
  version: z.number().int().positive(),
  title: z.string(),
  /** Null for a paper of which only ratings are known. */
  pdf: pdfSchema.nullable(),
  /** Null if only numbers are known, or if the review does not have the form of reviews. */
  review: reviewSchema.nullable(),
  ratings: z.partialRecord(z.enum(ratingNames), z.number()),
  /** `Accept` or `Reject`; empty if there is none. */
  decision: z.string(),
});
export type ImportedPaper = Read<typeof importedPaperSchema>;

/** What another system recorded about one idea; a part that it did not record is null or empty, and never made up. */
export const importedIdeaSchema = z.object({
  number: z.number().int().positive(),
  name: z.string().min(1).max(200),
  title: z.string(),
  /** Null if there is no description in the form of ideas. */
  idea: ideaSchema.nullable(),
  /** Null if its novelty was not checked. */
  novel: z.boolean().nullable(),
  /** Sorted; run 0 is the baseline. */
  runs: z.array(importedExperimentSchema),
  notes: z.string(),
  figures: z.array(figureSchema),
  papers: z.array(importedPaperSchema),
  /** Its folder: code, results, sources of the paper, transcripts. */
  files: treeSchema,
  /** Files that were not taken over, with reasons: the first ones, and how many there are in all. */
  leftOut: z.object({ count, first: z.array(z.object({ path: z.string(), reason: z.string() })) }),
  outcome: z.enum(['reviewed', 'not-novel', 'failed', 'cancelled']),
  reason: z.string(),
  score: z.number().nullable(),
  /** When its development began, in RFC 3339; null if that is unknown. */
  at: z.string().nullable(),
  /** Model calls that a transcript names. `unpriced` counts those without a price, and 1 for the calls of which there is no transcript. */
  cost: z.object({ calls: count, dollars: z.number(), inputTokens: count, outputTokens: count, unpriced: count }),
});
export type ImportedIdea = Read<typeof importedIdeaSchema>;

/** Facts from outside, which a person has the program record. The client makes the id. */
export const importEvents = {
  'idea.imported': {
    description: 'An idea that another system developed, with all that it recorded about it (scope of the idea).',
    version: 1,
    schema: importedIdeaSchema,
  },
} as const satisfies Vocabulary;
