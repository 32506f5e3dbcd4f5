import * as z from 'zod';
import { figureSchema } from '../events/vocabulary/code.ts';
import { leftOutSchema, resourceUseSchema, resultsSchema } from '../events/vocabulary/experiment.ts';
import { failedLibrarySchema, ideaSchema, paperRecordSchema, searchEvidenceSchema } from '../events/vocabulary/idea.ts';
import { pdfSchema } from '../events/vocabulary/paper.ts';
import { reviewSchema } from '../events/vocabulary/review.ts';
import { listedIdeaSchema } from '../events/vocabulary/run.ts';

export const count = z.int().nonnegative();
export const time = z.string().describe('A time in RFC 3339; empty if there is none.');
export const score = z.number().nullable().describe('1 to 10; null if there is no review.');

export const cost = z.strictObject({
  calls: count,
  dollars: z.number(),
  inputTokens: count,
  outputTokens: count,
  unpriced: count.describe('Calls without a known price: if there are any, the dollars are a lower bound.'),
  lost: count,
  lostTokens: count,
});
const costs = z.record(z.string(), cost).describe('By role.');

const mark = { id: z.string(), time: z.string() };

export const paper = z.strictObject({
  ...mark,
  version: count,
  title: z.string(),
  pdf: pdfSchema.nullable().describe('Null for an imported paper of which only ratings are known.'),
  remaining: z.array(z.string()),
  reviews: z.array(z.strictObject({ number: count, review: reviewSchema.nullable(), problem: z.string() })),
  meta: reviewSchema.nullable(),
  review: reviewSchema.nullable(),
  score,
});

const experiment = z.strictObject({
  run: count,
  description: z.string(),
  attempts: count,
  results: resultsSchema.nullable(),
  failures: z.array(
    z.strictObject({ ...mark, attempt: count, reason: z.string(), explanation: z.string(), tail: z.string() }),
  ),
  resources: resourceUseSchema.nullable(),
  stdout: z.string().nullable(),
  stderr: z.string().nullable(),
  leftOut: leftOutSchema.nullable(),
  notes: z.string(),
});

const novelty = z.strictObject({
  ...mark,
  round: count,
  thought: z.string(),
  query: z.string(),
  library: z.string(),
  papers: z.array(paperRecordSchema),
  evidence: z.array(searchEvidenceSchema),
  failed: z.array(failedLibrarySchema),
  error: z.string().nullable(),
  answered: z.boolean(),
});

const judgement = z.strictObject({
  ...mark,
  novel: z.boolean(),
  decided: z.boolean(),
  rounds: count,
  reason: z.string(),
});

export const idea = z.strictObject({
  origin: z.enum(['seed', 'run']),
  number: count,
  scope: z.string(),
  name: z.string(),
  title: z.string(),
  idea: listedIdeaSchema.nullable(),
  parents: z.array(z.string()),
  drafts: z.array(z.strictObject({ ...mark, draft: count, done: z.boolean(), idea: ideaSchema })),
  novelty: z.array(novelty),
  judgement: judgement.nullable(),
  state: z.string(),
  outcome: z.string().nullable(),
  reason: z.string(),
  plan: z.array(z.string()),
  runs: z.array(experiment),
  figures: z.array(figureSchema),
  sections: z.array(z.string()),
  papers: z.array(paper),
  remarks: z.array(z.strictObject({ ...mark, kind: z.enum(['comment', 'approval', 'revision']), text: z.string() })),
  score,
  cost,
  costByRole: costs,
  times: z.record(z.string(), z.string()),
  updatedAt: time,
  endedAt: time.nullable(),
});

export const archive = z.strictObject({
  run: z.string(),
  template: z.string(),
  ideas: z.array(idea),
  earlier: count,
  baseline: z
    .strictObject({ results: resultsSchema, environment: z.record(z.string(), z.string()), origin: z.string() })
    .nullable(),
  cost,
  costByRole: costs,
  unattributed: costs,
});
